package io.github.observability.testing;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.micrometer.core.instrument.step.StepRegistryConfig;
import org.jspecify.annotations.Nullable;

/**
 * A registry that counts anew in each minute, as those that push to Datadog and others
 * do. It pushes to nobody.
 */
public final class SteppingMeterRegistry extends StepMeterRegistry {

	private static final StepRegistryConfig CONFIG = new StepRegistryConfig() {

		@Override
		public String prefix() {
			return "stepping";
		}

		@Override
		public @Nullable String get(String key) {
			return null;
		}

	};

	/**
	 * Create a registry.
	 * @param clock the clock that ends the steps
	 */
	public SteppingMeterRegistry(Clock clock) {
		super(CONFIG, clock);
	}

	@Override
	protected void publish() {
		// Only the counts matter.
	}

	@Override
	protected TimeUnit getBaseTimeUnit() {
		return TimeUnit.SECONDS;
	}

}
