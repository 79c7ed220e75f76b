package io.github.observability.context.propagation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import org.jspecify.annotations.Nullable;

/**
 * Extracts the headers of B3 where there are any. OpenTelemetry's propagators of B3 each
 * read both forms of the headers, and put messages about their absence together that
 * nobody logs: together some 750 bytes for each request without them.
 */
final class B3Extractor implements TextMapPropagator {

	private static final String SINGLE = "b3";

	private static final String TRACE_ID = "X-B3-TraceId";

	private final TextMapPropagator propagator;

	private final Set<String> fields = new LinkedHashSet<>();

	private B3Extractor(TextMapPropagator propagator) {
		this.propagator = propagator;
	}

	/**
	 * Replace the propagators of B3.
	 * @param extractors propagators in the order in which they extract
	 * @return the same with one propagator for all forms of B3
	 */
	static List<TextMapPropagator> around(List<TextMapPropagator> extractors) {
		List<TextMapPropagator> replaced = new ArrayList<>();
		B3Extractor extractor = null;
		for (TextMapPropagator propagator : extractors) {
			if (!(propagator instanceof B3Propagator)) {
				replaced.add(propagator);
				continue;
			}
			if (extractor == null) {
				extractor = new B3Extractor(propagator);
				replaced.add(extractor);
			}
			extractor.fields.addAll(propagator.fields());
		}
		return List.copyOf(replaced);
	}

	@Override
	public Collection<String> fields() {
		return this.fields;
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		this.propagator.inject(context, carrier, setter);
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		if (getter.get(carrier, SINGLE) == null && getter.get(carrier, TRACE_ID) == null) {
			return context;
		}
		return this.propagator.extract(context, carrier, getter);
	}

}
