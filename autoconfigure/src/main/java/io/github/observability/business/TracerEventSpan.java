package io.github.observability.business;

import io.micrometer.core.instrument.Tag;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * {@link EventSpan} of Micrometer's tracer.
 */
final class TracerEventSpan implements EventSpan {

	private static final String AMOUNT = ".amount";

	private static final String CURRENCY = ".currency";

	private final ObjectProvider<Tracer> provider;

	private volatile @Nullable Tracer tracer;

	TracerEventSpan(ObjectProvider<Tracer> provider) {
		this.provider = provider;
	}

	@Override
	public void put(Occurrence occurrence) {
		Span span = tracer().currentSpan();
		if (span == null || span.isNoop()) {
			return;
		}
		EventKind kind = occurrence.kind();
		span.tag(kind.spanKey(), true);
		for (Tag tag : occurrence.events().getId().getTagsAsIterable()) {
			String key = kind.spanKeys().get(tag.getKey());
			if (key != null) {
				span.tag(key, tag.getValue());
			}
		}
		String currency = occurrence.currency();
		if (currency != null) {
			span.tag(kind.spanKey() + AMOUNT, occurrence.minorUnits());
			span.tag(kind.spanKey() + CURRENCY, currency);
		}
	}

	private Tracer tracer() {
		Tracer tracer = this.tracer;
		if (tracer == null) {
			tracer = this.provider.getIfAvailable(() -> Tracer.NOOP);
			this.tracer = tracer;
		}
		return tracer;
	}

}
