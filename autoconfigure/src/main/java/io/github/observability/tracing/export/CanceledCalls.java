package io.github.observability.tracing.export;

import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

/**
 * Takes the status ERROR from calls that their own sender canceled, which OpenTelemetry's
 * conventions do not regard as errors from 1.41 on.
 */
final class CanceledCalls implements UnaryOperator<SpanData> {

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey
		.stringKey(HttpNames.client(SemanticConvention.OPENTELEMETRY).exception());

	@Override
	public SpanData apply(SpanData data) {
		if (data.getKind() != SpanKind.CLIENT || data.getStatus().getStatusCode() != StatusCode.ERROR
				|| !isCanceled(data)) {
			return data;
		}
		return new ReplacedSpanData(data, data.getName(), data.getAttributes().toBuilder().remove(ERROR_TYPE).build(),
				data.getEvents(), StatusData.unset());
	}

	private static boolean isCanceled(SpanData data) {
		boolean canceled = false;
		for (EventData event : data.getEvents()) {
			if (event instanceof ExceptionEventData exception) {
				if (!isCancellation(exception.getException())) {
					return false;
				}
				canceled = true;
			}
		}
		return canceled;
	}

	private static boolean isCancellation(Throwable exception) {
		for (@Nullable
		Throwable cause = exception; cause != null; cause = cause.getCause()) {
			if (cause instanceof CancellationException) {
				return true;
			}
		}
		return false;
	}

}
