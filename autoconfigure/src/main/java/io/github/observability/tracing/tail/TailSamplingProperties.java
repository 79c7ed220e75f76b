package io.github.observability.tracing.tail;

import java.time.Duration;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for tail sampling.
 *
 * @param enabled Whether errors and slow traces are sampled after the head sampler
 * rejected them.
 * @param slowerThan Duration of the local root from which a trace is slow.
 * @param routes Durations from which traces of a route are slow, by the route in the
 * attribute 'uri'; * matches any characters.
 * @param slowerThanP99 Whether a trace that exceeds the 99th percentile of its route is
 * slow as well.
 * @param decisionWait How long the decision waits for spans that are open after the local
 * root has ended.
 * @param maxSpans Maximum number of spans that are open or held.
 * @param maxSpansPerTrace Maximum number of spans that are held of one trace.
 * @param maxAge How long a trace is held while its local root is open.
 */
@ConfigurationProperties("observability.tracing.tail-sampling")
record TailSamplingProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration slowerThan,
		@DefaultValue Map<String, Duration> routes, @DefaultValue("false") boolean slowerThanP99,
		@DefaultValue("1s") Duration decisionWait, @DefaultValue("20000") int maxSpans,
		@DefaultValue("512") int maxSpansPerTrace, @DefaultValue("30s") Duration maxAge) {

	private static final String PREFIX = "'observability.tracing.tail-sampling.";

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

	private static final int LARGEST_TRACE = 10_000;

	private static final int LARGEST_BUFFER = 1_000_000;

	TailSamplingProperties {
		requirePositive("slower-than", slowerThan);
		routes.forEach((route, duration) -> requirePositive("routes[" + route + "]", duration));
		routes = Map.copyOf(routes);
		if (decisionWait.isNegative() || decisionWait.compareTo(LONGEST_WAIT) > 0) {
			throw new IllegalArgumentException(
					PREFIX + "decision-wait' must be from 0 to 1s, but was " + decisionWait.toMillis() + "ms");
		}
		require("max-spans", maxSpans, LARGEST_BUFFER);
		require("max-spans-per-trace", maxSpansPerTrace, LARGEST_TRACE);
		if (maxAge.compareTo(decisionWait) <= 0) {
			throw new IllegalArgumentException(
					PREFIX + "max-age' must be longer than 'decision-wait', but was " + maxAge.toMillis() + "ms");
		}
	}

	private static void requirePositive(String key, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException(
					PREFIX + key + "' must be positive, but was " + duration.toMillis() + "ms");
		}
	}

	private static void require(String key, int value, int max) {
		if (value < 1 || value > max) {
			throw new IllegalArgumentException(PREFIX + key + "' must be from 1 to " + max + ", but was " + value);
		}
	}

}
