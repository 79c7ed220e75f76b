package io.github.observability.tracing.export;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

import io.github.observability.tracing.TracingMeter;
import io.github.observability.tracing.TracingTag;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Counts spans that were exported, lost or left open. Meters read the counts because a
 * registry that shows exemplars needs tracing before it exists.
 */
public final class SpanCounter implements MeterBinder {

	private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);

	private final LongAdder exported = new LongAdder();

	private final LongAdder leftOpen = new LongAdder();

	/**
	 * Create a counter.
	 */
	public SpanCounter() {
		for (DropReason reason : DropReason.values()) {
			this.dropped.put(reason, new LongAdder());
		}
	}

	/**
	 * Count spans that were lost.
	 * @param reason why they were lost
	 * @param spans their number
	 */
	public void dropped(DropReason reason, int spans) {
		adder(reason).add(spans);
	}

	/**
	 * Return the number of spans that were lost so far.
	 * @param reason why they were lost
	 * @return the number
	 */
	public long droppedSoFar(DropReason reason) {
		return adder(reason).sum();
	}

	/**
	 * Count spans that did not end.
	 * @param spans their number
	 */
	public void leftOpen(int spans) {
		this.leftOpen.add(spans);
	}

	/**
	 * Return the number of spans that did not end.
	 * @return the number
	 */
	public long leftOpenSoFar() {
		return this.leftOpen.sum();
	}

	void exported(int spans) {
		this.exported.add(spans);
	}

	long exportedSoFar() {
		return this.exported.sum();
	}

	private LongAdder adder(DropReason reason) {
		LongAdder adder = this.dropped.get(reason);
		if (adder == null) {
			throw new IllegalStateException("Nothing counts " + reason);
		}
		return adder;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (DropReason reason : DropReason.values()) {
			bind(registry, TracingMeter.DROPPED, (counter) -> counter.droppedSoFar(reason),
					TracingTag.REASON.asString(), reason.value());
		}
		bind(registry, TracingMeter.EXPORTED, SpanCounter::exportedSoFar);
		bind(registry, TracingMeter.LEFT_OPEN, SpanCounter::leftOpenSoFar);
	}

	private void bind(MeterRegistry registry, TracingMeter meter, ToDoubleFunction<SpanCounter> count, String... tags) {
		FunctionCounter.builder(meter.getName(), this, count)
			.description(meter.description())
			.tags(tags)
			.register(registry);
	}

}
