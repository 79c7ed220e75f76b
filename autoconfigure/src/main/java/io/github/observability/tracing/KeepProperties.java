package io.github.observability.tracing;

import java.time.Duration;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for keeping traces that their head decision left out.
 *
 * @param enabled Whether traces with errors and slow ones are kept although they are not
 * sampled.
 * @param slowerThan Duration from which on a trace is slow, measured at its first span in
 * this application.
 * @param routes Durations from which on traces of a route are slow, by the route as it
 * stands in the attribute 'uri', with * for any characters.
 * @param slowerThanUsual Whether a trace is slow also if it took longer than 99 % of its
 * route did lately.
 * @param linger Duration for which spans are waited for that go on after the first one
 * has ended.
 * @param maxSpans Number of spans that are held in all.
 * @param maxSpansPerTrace Number of spans that are held of one trace.
 * @param maxAge Duration for which a trace is held while its first span goes on.
 */
@ConfigurationProperties("observability.tracing.keep")
record KeepProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration slowerThan,
		@DefaultValue Map<String, Duration> routes, @DefaultValue("false") boolean slowerThanUsual,
		@DefaultValue("1s") Duration linger, @DefaultValue("20000") int maxSpans,
		@DefaultValue("512") int maxSpansPerTrace, @DefaultValue("30s") Duration maxAge) {

	private static final String PREFIX = "'observability.tracing.keep.";

	private static final Duration LONGEST_LINGER = Duration.ofSeconds(1);

	private static final int LARGEST_TRACE = 10_000;

	private static final int LARGEST_BUFFER = 1_000_000;

	KeepProperties {
		requirePositive("slower-than", slowerThan);
		routes.forEach((route, duration) -> requirePositive("routes[" + route + "]", duration));
		routes = Map.copyOf(routes);
		if (linger.isNegative() || linger.compareTo(LONGEST_LINGER) > 0) {
			throw new IllegalArgumentException(
					PREFIX + "linger' must be from 0 to 1s, but was " + linger.toMillis() + "ms");
		}
		require("max-spans", maxSpans, LARGEST_BUFFER);
		require("max-spans-per-trace", maxSpansPerTrace, LARGEST_TRACE);
		if (maxAge.compareTo(linger) <= 0) {
			throw new IllegalArgumentException(
					PREFIX + "max-age' must be longer than 'linger', but was " + maxAge.toMillis() + "ms");
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
