package io.github.observability.context.propagation;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * {@link TextMapPropagator} that takes and sends listed fields only, and none that is too
 * long or has control characters. The W3C propagator takes whatever a caller writes into
 * the header, and sends it to everybody.
 */
final class RestrictedBaggagePropagator implements TextMapPropagator {

	private final TextMapPropagator propagator;

	private final List<String> fields;

	private final int maxLength;

	RestrictedBaggagePropagator(TextMapPropagator propagator, List<String> fields, int maxLength) {
		this.propagator = propagator;
		this.fields = fields;
		this.maxLength = maxLength;
	}

	@Override
	public Collection<String> fields() {
		return this.propagator.fields();
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		Baggage baggage = Baggage.fromContext(context);
		this.propagator.inject(baggage.isEmpty() ? context : context.with(listed(baggage, Integer.MAX_VALUE)), carrier,
				setter);
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		Context extracted = this.propagator.extract(context, carrier, getter);
		Baggage baggage = Baggage.fromContext(extracted);
		return baggage.isEmpty() ? extracted : extracted.with(listed(baggage, this.maxLength));
	}

	private Baggage listed(Baggage baggage, int maximum) {
		BaggageBuilder listed = baggage.toBuilder();
		baggage.forEach((name, entry) -> {
			String field = BaggageFields.listed(name, this.fields);
			if (field == null || entry.getValue().length() > maximum || hasControls(entry.getValue())) {
				listed.remove(name);
			}
			else if (!field.equals(name)) {
				// Whatever comes after this need not guess how a caller spells it.
				listed.remove(name);
				if (baggage.getEntry(field) == null) {
					listed.put(field, entry.getValue(), entry.getMetadata());
				}
			}
		});
		return listed.build();
	}

	/**
	 * A caller may encode a line break, which would forge a line in a plain text log.
	 */
	private static boolean hasControls(String value) {
		for (int i = 0; i < value.length(); i++) {
			if (Character.isISOControl(value.charAt(i))) {
				return true;
			}
		}
		return false;
	}

}
