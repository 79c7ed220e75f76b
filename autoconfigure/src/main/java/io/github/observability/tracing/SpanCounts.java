package io.github.observability.tracing;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Counts of what became of spans. They are read by meters rather than being meters: a
 * meter registry that shows exemplars needs tracing before it exists.
 */
final class SpanCounts implements MeterBinder {

	private final Map<DropReason, LongAdder> dropped = adders(DropReason.class);

	private final Map<KeepReason, LongAdder> kept = adders(KeepReason.class);

	private final LongAdder exported = new LongAdder();

	void dropped(DropReason reason, int spans) {
		adder(this.dropped, reason).add(spans);
	}

	void kept(KeepReason reason) {
		adder(this.kept, reason).increment();
	}

	void exported(int spans) {
		this.exported.add(spans);
	}

	long droppedSoFar(DropReason reason) {
		return adder(this.dropped, reason).sum();
	}

	long keptSoFar(KeepReason reason) {
		return adder(this.kept, reason).sum();
	}

	long exportedSoFar() {
		return this.exported.sum();
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.dropped.forEach((reason, adder) -> bind(registry, TracingMeter.DROPPED, adder::sum,
				TracingTag.REASON.asString(), reason.value()));
		this.kept.forEach((reason, adder) -> bind(registry, TracingMeter.KEPT, adder::sum, TracingTag.REASON.asString(),
				reason.value()));
		bind(registry, TracingMeter.EXPORTED, this.exported::sum);
	}

	private void bind(MeterRegistry registry, TracingMeter meter, Supplier<Long> count, String... tags) {
		FunctionCounter.builder(meter.getName(), this, (counts) -> count.get())
			.description(meter.description())
			.tags(tags)
			.register(registry);
	}

	private static <E extends Enum<E>> LongAdder adder(Map<E, LongAdder> adders, E reason) {
		LongAdder adder = adders.get(reason);
		if (adder == null) {
			throw new IllegalStateException("Nothing counts " + reason);
		}
		return adder;
	}

	private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
		Map<E, LongAdder> adders = new EnumMap<>(type);
		for (E each : type.getEnumConstants()) {
			adders.put(each, new LongAdder());
		}
		return adders;
	}

}
