package io.github.observability.cost;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;

import io.github.observability.LogOnce;
import io.github.observability.tracing.analysis.OpenTelemetrySpans;
import io.github.observability.tracing.analysis.TraceSpan;
import io.github.observability.tracing.export.SpanBatchListener;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * {@link SpanBatchListener} that measures what was delivered.
 */
final class SpanBatches implements SpanBatchListener {

	private final SpanVolumes volumes;

	private final LogOnce fault = new LogOnce(LoggerFactory.getLogger(SpanBatches.class));

	SpanBatches(SpanVolumes volumes) {
		this.volumes = volumes;
	}

	@Override
	public void delivered(Collection<SpanData> batch) {
		try {
			Map<SpanData, Integer> sizes = new IdentityHashMap<>();
			batch.forEach((span) -> sizes.put(span, SpanSize.of(span)));
			this.volumes.addEnvelope(SpanSize.envelope(sizes));
			batch.forEach((span) -> add(span, sizes.getOrDefault(span, 0)));
		}
		catch (RuntimeException ex) {
			this.fault.warn("The size of a batch of spans is not known; further failures are not logged", ex);
		}
	}

	private void add(SpanData data, int size) {
		SpanContext parent = data.getParentSpanContext();
		boolean root = !parent.isValid() || parent.isRemote();
		TraceSpan span = OpenTelemetrySpans.of(data);
		this.volumes.add(data.getTraceId(), root, root ? route(span) : null, source(span), size);
	}

	private static @Nullable String route(TraceSpan span) {
		return (span.kind() == TraceSpan.Kind.SERVER) ? span.route() : null;
	}

	private static TelemetrySource source(TraceSpan span) {
		if (span.isQuery()) {
			return TelemetrySource.DATABASES;
		}
		return switch (span.kind()) {
			case SERVER -> TelemetrySource.REQUESTS_SERVED;
			case CLIENT -> TelemetrySource.REQUESTS_SENT;
			case PRODUCER, CONSUMER -> TelemetrySource.MESSAGES;
			case INTERNAL -> TelemetrySource.OTHER;
		};
	}

}
