package io.github.observability.tracing.tail;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for the critical path of traces that the tail sampler samples.
 *
 * @param enabled Whether the local root names the span that contributes most to the
 * critical path.
 * @param timer Whether a timer records the critical path by route and step.
 * @param maxSteps Maximum number of steps per route that the timer tells apart.
 */
@ConfigurationProperties("observability.tracing.critical-path")
record CriticalPathProperties(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean timer,
		@DefaultValue("10") int maxSteps) {

	private static final int MOST_STEPS = 100;

	CriticalPathProperties {
		if (maxSteps < 1 || maxSteps > MOST_STEPS) {
			throw new IllegalArgumentException("'observability.tracing.critical-path.max-steps' must be from 1 to "
					+ MOST_STEPS + ", but was " + maxSteps);
		}
	}

}
