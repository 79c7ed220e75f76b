package io.github.observability.tracing.tail;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.observability.tracing.TracingMeter;
import io.github.observability.tracing.export.DropReason;
import io.github.observability.tracing.export.SpanCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts spans that are lost at a limit and logs the first loss for each reason.
 */
final class DropReporter implements SpanBuffer.Drops {

	private static final Logger logger = LoggerFactory.getLogger(DropReporter.class);

	private final SpanCounter counts;

	private final TailSamplingProperties bounds;

	private final int maxWaiting;

	private final Set<DropReason> said = ConcurrentHashMap.newKeySet();

	DropReporter(SpanCounter counts, TailSamplingProperties bounds, int maxWaiting) {
		this.counts = counts;
		this.bounds = bounds;
		this.maxWaiting = maxWaiting;
	}

	@Override
	public void dropped(DropReason reason, int spans) {
		this.counts.dropped(reason, spans);
		if (!this.said.contains(reason) && this.said.add(reason)) {
			logger.warn("{}; spans lost are counted by '{}'", sentence(reason), TracingMeter.DROPPED.getName());
		}
	}

	private String sentence(DropReason reason) {
		return switch (reason) {
			case FULL ->
				"%d spans are held ('observability.tracing.tail-sampling.max-spans'): errors and slow traces are kept "
					.formatted(this.bounds.maxSpans()) + "only if sampled until there is place";
			case TRACE ->
				"A trace has more than %d spans ('observability.tracing.tail-sampling.max-spans-per-trace'): it is kept "
					.formatted(this.bounds.maxSpansPerTrace()) + "only if sampled";
			case AGE ->
				"A trace has gone on for more than %d s ('observability.tracing.tail-sampling.max-age'): it is kept only "
					.formatted(this.bounds.maxAge().toSeconds()) + "if sampled";
			case QUEUE -> "%d spans wait to be exported ('management.opentelemetry.tracing.export.max-queue-size'): "
				.formatted(this.maxWaiting) + "there is no place for more";
			case EXPORT, FAULT -> "Spans could not be exported";
		};
	}

}
