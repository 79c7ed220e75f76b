package io.github.observability.tracing.tail;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for exemplars.
 *
 * @param enabled Whether exemplars refer only to exported traces.
 * @param maxTracesPerMinute Maximum number of traces per minute that are sampled only
 * because an exemplar refers to them.
 */
@ConfigurationProperties("observability.tracing.exemplars")
record ExemplarProperties(@DefaultValue("true") boolean enabled, @DefaultValue("60") int maxTracesPerMinute) {

	private static final int MOST = 60_000;

	ExemplarProperties {
		if (maxTracesPerMinute < 0 || maxTracesPerMinute > MOST) {
			throw new IllegalArgumentException(
					"'observability.tracing.exemplars.max-traces-per-minute' must be from 0 to " + MOST + ", but was "
							+ maxTracesPerMinute);
		}
	}

}
