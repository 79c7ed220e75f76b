package io.github.observability.incidents.signal;

import java.time.Duration;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.github.observability.FrameworkField;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.noop.NoopMeter;
import io.micrometer.core.instrument.push.PushRegistryConfig;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.step.StepCounter;
import io.micrometer.core.instrument.step.StepDistributionSummary;
import io.micrometer.core.instrument.step.StepFunctionCounter;
import io.micrometer.core.instrument.step.StepFunctionTimer;
import io.micrometer.core.instrument.step.StepTimer;
import org.jspecify.annotations.Nullable;

/**
 * Where the counts of a meter are read, so that they grow from the start on. A meter of a
 * registry that pushes steps, such as Datadog's or OTLP's with deltas, returns what the
 * last complete step has counted; a meter of a composite registry returns what any one of
 * its registries does.
 * <p>
 * In a composite registry, the meter of a registry that counts from the start is read.
 * Where there is none, each step counts as if its events were spread over the next one.
 *
 * @param meter the meter whose counts are read
 * @param stepSeconds the seconds after which it counts anew, 0 if it does not
 * @param <M> the type of the meter
 */
record CountSource<M extends Meter>(M meter, double stepSeconds) {

	/**
	 * Find the source of the counts of a timer.
	 * @param registry the registry that has the timer
	 * @param timer the timer
	 * @return the source
	 */
	static CountSource<Timer> of(MeterRegistry registry, Timer timer) {
		Meter.Id id = timer.getId();
		return of(registry, timer, (child) -> Timer.builder(id.getName()).tags(id.getTagsAsIterable()).register(child));
	}

	/**
	 * Find the source of the counts of a counter.
	 * @param registry the registry that has the counter
	 * @param counter the counter
	 * @return the source
	 */
	static CountSource<Counter> of(MeterRegistry registry, Counter counter) {
		Meter.Id id = counter.getId();
		return of(registry, counter,
				(child) -> Counter.builder(id.getName()).tags(id.getTagsAsIterable()).register(child));
	}

	/**
	 * Find the source of the counts of a counter that a library counts.
	 * @param registry the registry that has the counter
	 * @param counter the counter
	 * @return the source
	 */
	static CountSource<FunctionCounter> of(MeterRegistry registry, FunctionCounter counter) {
		Meter.Id id = counter.getId();
		return of(registry, counter,
				(child) -> FunctionCounter.builder(id.getName(), counter, FunctionCounter::count)
					.tags(id.getTagsAsIterable())
					.register(child));
	}

	/**
	 * Find the source among the registries of a composite one. Each of them has the meter
	 * already, so that registering it again only looks it up, by its own filters.
	 */
	private static <M extends Meter> CountSource<M> of(MeterRegistry registry, M meter,
			Function<MeterRegistry, M> registered) {
		CountSource<M> best = best(registry, meter, registered);
		return (best != null) ? best : new CountSource<>(meter, 0);
	}

	private static <M extends Meter> @Nullable CountSource<M> best(MeterRegistry registry, M meter,
			Function<MeterRegistry, M> registered) {
		if (!(registry instanceof CompositeMeterRegistry composite)) {
			return (meter instanceof NoopMeter) ? null : new CountSource<>(meter, stepSeconds(registry, meter));
		}
		CountSource<M> best = null;
		for (MeterRegistry child : composite.getRegistries()) {
			CountSource<M> source = best(child, registered.apply(child), registered);
			if (source != null && (best == null || source.stepSeconds < best.stepSeconds)) {
				best = source;
			}
		}
		return best;
	}

	private static double stepSeconds(MeterRegistry registry, Meter meter) {
		return isStepping(meter) ? step(registry).toNanos() / 1e9 : 0;
	}

	/**
	 * Micrometer's common type of these meters is not public. Those of OTLP are known by
	 * their names, as the library is optional.
	 */
	private static boolean isStepping(Meter meter) {
		return meter instanceof StepTimer || meter instanceof StepCounter || meter instanceof StepFunctionCounter
				|| meter instanceof StepFunctionTimer || meter instanceof StepDistributionSummary
				|| meter.getClass().getSimpleName().startsWith("OtlpStep");
	}

	private static Duration step(MeterRegistry registry) {
		if (FrameworkField.PUSH_REGISTRY_CONFIG.isIn(registry)
				&& FrameworkField.PUSH_REGISTRY_CONFIG.read(registry) instanceof PushRegistryConfig config) {
			return config.step();
		}
		if (FrameworkField.SIMPLE_REGISTRY_CONFIG.isIn(registry)
				&& FrameworkField.SIMPLE_REGISTRY_CONFIG.read(registry) instanceof SimpleConfig config) {
			return config.step();
		}
		return SimpleConfig.DEFAULT.step();
	}

	/**
	 * Whether the meter counts anew in each step.
	 * @return whether it does
	 */
	boolean isStepping() {
		return this.stepSeconds > 0;
	}

	/**
	 * Return what reads a total of the meter: it takes the seconds since it was last
	 * read, and returns a total that never begins anew. It is not safe for use by several
	 * threads at once.
	 * @param count reads a count of the meter
	 * @return the total
	 */
	DoubleUnaryOperator total(ToDoubleFunction<? super M> count) {
		return isStepping() ? new Spread<>(this, count) : (seconds) -> count.applyAsDouble(this.meter);
	}

	/**
	 * Total of a meter that counts anew in each step.
	 */
	private static final class Spread<M extends Meter> implements DoubleUnaryOperator {

		private final CountSource<M> source;

		private final ToDoubleFunction<? super M> count;

		private double total;

		private double unsettled;

		Spread(CountSource<M> source, ToDoubleFunction<? super M> count) {
			this.source = source;
			this.count = count;
			// Its first step is all that the library had counted until then.
			this.unsettled = (source.meter instanceof FunctionCounter) ? 2 * source.stepSeconds : 0;
		}

		@Override
		public double applyAsDouble(double seconds) {
			double ofStep = this.count.applyAsDouble(this.source.meter);
			if (this.unsettled > 0) {
				this.unsettled -= seconds;
			}
			else if (ofStep > 0) {
				this.total += ofStep * seconds / this.source.stepSeconds;
			}
			return this.total;
		}

	}

}
