package io.github.observability.tracing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for exemplars.
 *
 * @param enabled Whether exemplars point only to traces that are exported.
 * @param keptPerMinute Number of traces in a minute that are kept for the only reason
 * that an exemplar points to them.
 */
@ConfigurationProperties("observability.tracing.exemplars")
record ExemplarProperties(@DefaultValue("true") boolean enabled, @DefaultValue("60") int keptPerMinute) {

	private static final int MOST = 60_000;

	ExemplarProperties {
		if (keptPerMinute < 0 || keptPerMinute > MOST) {
			throw new IllegalArgumentException("'observability.tracing.exemplars.kept-per-minute' must be from 0 to "
					+ MOST + ", but was " + keptPerMinute);
		}
	}

}
