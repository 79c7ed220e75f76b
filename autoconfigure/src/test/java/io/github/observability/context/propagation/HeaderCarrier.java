package io.github.observability.context.propagation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Headers, of which there may be several with the same name.
 */
final class HeaderCarrier {

	static final TextMapSetter<HeaderCarrier> SETTER = (carrier, name, value) -> carrier.add(name, value);

	static final TextMapGetter<HeaderCarrier> GETTER = new TextMapGetter<>() {

		@Override
		public Iterable<String> keys(HeaderCarrier carrier) {
			return carrier.headers.keySet();
		}

		@Override
		public @Nullable String get(@Nullable HeaderCarrier carrier, String name) {
			List<String> values = carrier.values(name);
			return values.isEmpty() ? null : values.get(0);
		}

		@Override
		public Iterator<String> getAll(@Nullable HeaderCarrier carrier, String name) {
			return carrier.values(name).iterator();
		}

	};

	private final Map<String, List<String>> headers = new LinkedHashMap<>();

	HeaderCarrier add(String name, String value) {
		this.headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), (key) -> new ArrayList<>()).add(value);
		return this;
	}

	HeaderCarrier addAll(String name, List<String> values) {
		values.forEach((value) -> add(name, value));
		return this;
	}

	List<String> values(String name) {
		return this.headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
	}

	Context extractedBy(TextMapPropagator propagator) {
		return propagator.extract(Context.root(), this, GETTER);
	}

	static HeaderCarrier injectedBy(TextMapPropagator propagator, SpanContext span) {
		HeaderCarrier carrier = new HeaderCarrier();
		propagator.inject(Context.root().with(Span.wrap(span)), carrier, SETTER);
		return carrier;
	}

	@Override
	public String toString() {
		return this.headers.toString();
	}

}
