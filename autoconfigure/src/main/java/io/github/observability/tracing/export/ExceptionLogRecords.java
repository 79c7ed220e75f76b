package io.github.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Turns the exceptions of exported spans from span events into log records of the same
 * time, trace and span. It runs on the export thread, behind what masks and redacts.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/exceptions/">Semantic
 * conventions for exceptions</a>
 */
final class ExceptionLogRecords implements UnaryOperator<SpanData> {

	private static final String EXCEPTION = "exception";

	private final @Nullable Logger logger;

	private final boolean keep;

	/**
	 * Create an operator.
	 * @param logger emits the records, {@code null} if another operator does
	 * @param keep whether the events stay as well
	 */
	ExceptionLogRecords(@Nullable Logger logger, boolean keep) {
		this.logger = logger;
		this.keep = keep;
	}

	@Override
	public SpanData apply(SpanData data) {
		if (data.getEvents().isEmpty()) {
			return data;
		}
		List<EventData> others = new ArrayList<>(data.getEvents().size());
		for (EventData event : data.getEvents()) {
			if (event.getName().equals(EXCEPTION)) {
				emit(data, event);
			}
			else {
				others.add(event);
			}
		}
		return (this.keep || others.size() == data.getEvents().size()) ? data
				: new ReplacedSpanData(data, data.getName(), data.getAttributes(), others, data.getStatus());
	}

	private void emit(SpanData data, EventData event) {
		Logger logger = this.logger;
		if (logger != null) {
			logger.logRecordBuilder()
				.setEventName(EXCEPTION)
				.setTimestamp(event.getEpochNanos(), TimeUnit.NANOSECONDS)
				.setContext(Context.root().with(Span.wrap(data.getSpanContext())))
				.setSeverity(Severity.ERROR)
				.setAllAttributes(event.getAttributes())
				.emit();
		}
	}

}
