package io.github.observability.tracing.tail;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.github.observability.tracing.TracingMeter;
import io.github.observability.tracing.export.DropReason;
import io.github.observability.tracing.export.SpanCounter;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.StringUtils;

/**
 * Counts spans that are lost at a limit or never end, and logs the first loss for each
 * reason and the first open span of each name.
 */
final class DropReporter implements DropListener {

	private static final Logger logger = LoggerFactory.getLogger(DropReporter.class);

	/** More names than this contain values. */
	private static final int MAX_NAMES = 20;

	private static final int MAX_NAME_LENGTH = 200;

	private final SpanCounter counts;

	private final TailSamplingProperties bounds;

	private final int queueSize;

	private final Set<DropReason> reasons = ConcurrentHashMap.newKeySet();

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	DropReporter(SpanCounter counts, TailSamplingProperties bounds, int queueSize) {
		this.counts = counts;
		this.bounds = bounds;
		this.queueSize = queueSize;
	}

	@Override
	public void dropped(DropReason reason, int spans) {
		this.counts.dropped(reason, spans);
		if (!this.reasons.contains(reason) && this.reasons.add(reason)) {
			logger.warn("{}. Lost spans are counted by '{}'", sentence(reason), TracingMeter.DROPPED.getName());
		}
	}

	private String sentence(DropReason reason) {
		return switch (reason) {
			case FULL -> ("More than %d spans are open or held ('observability.tracing.tail-sampling.max-spans'): the "
					+ "oldest traces are dropped, and their errors are exported without the spans lost")
				.formatted(this.bounds.maxSpans());
			case TRACE -> ("A trace has more than %d spans "
					+ "('observability.tracing.tail-sampling.max-spans-per-trace'): only its local root is exported if "
					+ "the tail sampler samples it")
				.formatted(this.bounds.maxSpansPerTrace());
			case AGE -> ("A trace is open for more than %d s ('observability.tracing.tail-sampling.max-age'): its "
					+ "errors are exported without the spans lost")
				.formatted(this.bounds.maxAge().toSeconds());
			case QUEUE -> ("%d spans wait for export, which is all that the queue holds "
					+ "('management.opentelemetry.tracing.export.max-queue-size' for Boot's)")
				.formatted(this.queueSize);
			case EXPORT, FAULT -> "Spans could not be exported";
		};
	}

	@Override
	public void leftOpen(ReadableSpan span, int spans) {
		this.counts.leftOpen(spans);
		if (this.names.size() >= MAX_NAMES) {
			return;
		}
		String name = StringUtils.truncate(span.getName(), MAX_NAME_LENGTH);
		if (this.names.add(name)) {
			logger
				.warn("The span '{}' of trace {} has not ended {} ms after it started, and tail sampling no longer waits "
						+ "for it: its observation may never be stopped. More open spans of this name are only counted, "
						+ "by '{}'", name.isEmpty() ? "(unnamed)" : name, span.getSpanContext().getTraceId(),
						TimeUnit.NANOSECONDS.toMillis(span.getLatencyNanos()), TracingMeter.LEFT_OPEN.getName());
		}
	}

}
