package io.github.observability.context.propagation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.observability.BootNames;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.propagation.BaggageTextMapPropagator;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties.Propagation.PropagationType;

/**
 * {@link TextMapPropagator} for the formats that Boot's properties name. It works as
 * Boot's own with {@link W3cTraceContextPropagator}, and also finds the B3 headers of a
 * request with W3C baggage, where Boot's stops looking.
 */
final class HeaderPropagator implements TextMapPropagator {

	/** Name of Boot's propagator, which is package-private. */
	private static final String BOOT = BootNames.COMPOSITE_PROPAGATOR;

	private final List<TextMapPropagator> injectors;

	private final List<TextMapPropagator> extractors;

	private final List<TextMapPropagator> baggageExtractors;

	private final Set<String> fields = new LinkedHashSet<>();

	private HeaderPropagator(List<TextMapPropagator> injectors, List<TextMapPropagator> extractors,
			List<TextMapPropagator> baggageExtractors) {
		this.injectors = injectors;
		this.extractors = extractors;
		this.baggageExtractors = baggageExtractors;
		List.of(injectors, extractors, baggageExtractors)
			.forEach((propagators) -> propagators.forEach((propagator) -> this.fields.addAll(propagator.fields())));
	}

	static boolean isBoots(TextMapPropagator propagator) {
		return propagator.getClass().getName().equals(BOOT);
	}

	/**
	 * Create a propagator for Boot's properties.
	 * @param properties Boot's properties
	 * @param currentTraceContext the holder of baggage
	 * @return the propagator
	 */
	static HeaderPropagator create(TracingProperties properties, OtelCurrentTraceContext currentTraceContext) {
		List<PropagationType> produced = produced(properties.getPropagation());
		List<PropagationType> consumed = consumed(properties.getPropagation());
		List<TextMapPropagator> injectors = new ArrayList<>(propagators(produced));
		List<TextMapPropagator> baggageExtractors = new ArrayList<>();
		if (properties.getBaggage().isEnabled()) {
			addW3cBaggage(produced, injectors);
			addW3cBaggage(consumed, baggageExtractors);
			List<String> remote = properties.getBaggage().getRemoteFields();
			if (!remote.isEmpty()) {
				TextMapPropagator fields = new BaggageTextMapPropagator(remote,
						new OtelBaggageManager(currentTraceContext, remote, properties.getBaggage().getTagFields()));
				injectors.add(fields);
				baggageExtractors.add(fields);
			}
		}
		return new HeaderPropagator(List.copyOf(injectors), B3Extractor.around(propagators(consumed)),
				List.copyOf(baggageExtractors));
	}

	private static List<PropagationType> produced(TracingProperties.Propagation properties) {
		return (properties.getType() != null) ? properties.getType() : properties.getProduce();
	}

	private static List<PropagationType> consumed(TracingProperties.Propagation properties) {
		return (properties.getType() != null) ? properties.getType() : properties.getConsume();
	}

	private static List<TextMapPropagator> propagators(List<PropagationType> types) {
		return types.stream().map(HeaderPropagator::propagator).toList();
	}

	private static TextMapPropagator propagator(PropagationType type) {
		return switch (type) {
			case B3 -> B3Propagator.injectingSingleHeader();
			case B3_MULTI -> B3Propagator.injectingMultiHeaders();
			case W3C -> new W3cTraceContextPropagator();
		};
	}

	private static void addW3cBaggage(List<PropagationType> types, List<TextMapPropagator> propagators) {
		if (types.contains(PropagationType.W3C)) {
			propagators.add(W3CBaggagePropagator.getInstance());
		}
	}

	@Override
	public Collection<String> fields() {
		return this.fields;
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		for (TextMapPropagator injector : this.injectors) {
			injector.inject(context, carrier, setter);
		}
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		TextMapGetter<C> text = new TextGetter<>(getter);
		Context extracted = extractTrace(context, carrier, text);
		for (TextMapPropagator extractor : this.baggageExtractors) {
			extracted = extractor.extract(extracted, carrier, text);
		}
		return extracted;
	}

	private <C> Context extractTrace(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		for (TextMapPropagator extractor : this.extractors) {
			Context extracted = extractor.extract(context, carrier, getter);
			if (extracted != context) {
				return extracted;
			}
		}
		return context;
	}

	/**
	 * Ignores headers that are not text, which a RabbitMQ message may have.
	 *
	 * @param getter the getter of the carrier, which casts to text
	 * @param <C> the type of the carrier
	 */
	private record TextGetter<C>(TextMapGetter<C> getter) implements TextMapGetter<C> {

		@Override
		public Iterable<String> keys(C carrier) {
			return this.getter.keys(carrier);
		}

		@Override
		public @Nullable String get(@Nullable C carrier, String key) {
			try {
				return this.getter.get(carrier, key);
			}
			catch (ClassCastException ex) {
				return null;
			}
		}

		@Override
		public Iterator<String> getAll(@Nullable C carrier, String key) {
			try {
				return this.getter.getAll(carrier, key);
			}
			catch (ClassCastException ex) {
				return Collections.emptyIterator();
			}
		}

	}

}
