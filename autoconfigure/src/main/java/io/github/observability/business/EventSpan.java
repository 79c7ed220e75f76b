package io.github.observability.business;

import io.micrometer.core.instrument.Tag;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Adds the attributes of an event to the current span.
 */
@FunctionalInterface
interface EventSpan {

	/** Used without a tracer. */
	EventSpan NONE = (occurrence) -> {
	};

	void put(EventOccurrence occurrence);

	/**
	 * {@link EventSpan} of Micrometer's tracer, which may be absent from the class path.
	 */
	final class OfTracer implements EventSpan {

		private static final String AMOUNT = ".amount";

		private static final String CURRENCY = ".currency";

		private final ObjectProvider<Tracer> provider;

		private volatile @Nullable Tracer tracer;

		OfTracer(ObjectProvider<Tracer> provider) {
			this.provider = provider;
		}

		@Override
		public void put(EventOccurrence occurrence) {
			Span span = tracer().currentSpan();
			if (span == null || span.isNoop()) {
				return;
			}
			EventOccurrence.Kind kind = occurrence.kind();
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

}
