package io.github.observability.tracing.tail;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for exemplars.
 *
 * @param enabled Whether exemplars refer only to exported traces.
 * @param sampledPerMinute Number of traces per minute that are sampled only because an
 * exemplar refers to them.
 */
@ConfigurationProperties("observability.tracing.exemplars")
record ExemplarProperties(@DefaultValue("true") boolean enabled, @DefaultValue("60") int sampledPerMinute) {

	private static final int MOST = 60_000;

	ExemplarProperties {
		if (sampledPerMinute < 0 || sampledPerMinute > MOST) {
			throw new IllegalArgumentException("'observability.tracing.exemplars.sampled-per-minute' must be from 0 to "
					+ MOST + ", but was " + sampledPerMinute);
		}
	}

}
