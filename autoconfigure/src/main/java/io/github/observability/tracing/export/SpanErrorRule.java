package io.github.observability.tracing.export;

import java.util.function.UnaryOperator;

import io.github.observability.CanceledCalls;
import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

import org.springframework.core.env.Environment;

/**
 * Decides which spans are errors. Unless the application counts them as errors, it takes
 * the status ERROR from calls that their own sender canceled.
 */
public final class SpanErrorRule implements UnaryOperator<SpanData> {

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey
		.stringKey(HttpNames.client(SemanticConvention.OPENTELEMETRY).exception());

	private final boolean cancellationIsError;

	/**
	 * Create a rule.
	 * @param environment the environment, which says whether canceled calls are errors
	 */
	public SpanErrorRule(Environment environment) {
		this.cancellationIsError = CanceledCalls.areErrors(environment);
	}

	/**
	 * Whether a span is an error.
	 * @param data the data of the span
	 * @return whether it is one
	 */
	public boolean isError(SpanData data) {
		return data.getStatus().getStatusCode() == StatusCode.ERROR && (this.cancellationIsError || !isCanceled(data));
	}

	@Override
	public SpanData apply(SpanData data) {
		if (data.getStatus().getStatusCode() != StatusCode.ERROR || isError(data)) {
			return data;
		}
		return new ReplacedSpanData(data, data.getName(), data.getAttributes().toBuilder().remove(ERROR_TYPE).build(),
				data.getEvents(), StatusData.unset());
	}

	private static boolean isCanceled(SpanData data) {
		if (data.getKind() != SpanKind.CLIENT) {
			return false;
		}
		boolean canceled = false;
		for (EventData event : data.getEvents()) {
			if (event instanceof ExceptionEventData exception) {
				if (!CanceledCalls.isCancellation(exception.getException())) {
					return false;
				}
				canceled = true;
			}
		}
		return canceled;
	}

}
