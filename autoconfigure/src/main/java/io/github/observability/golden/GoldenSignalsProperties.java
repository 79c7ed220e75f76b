package io.github.observability.golden;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for golden signals.
 *
 * @param enabled Whether golden signals are recorded by the starter instead of by Boot.
 * @param latencyBuckets Upper bounds of the latency histogram of requests, messages and
 * scheduled tasks.
 * @param longRunningThreshold Duration above which a request counts as long-running.
 * @param expectedExceptions Exception classes that are not errors, whatever the status of
 * the response.
 * @param ignoreActuator Whether requests to the actuator and its probes are ignored.
 * @param ignoredPaths Further paths whose requests are ignored. A path that ends in /**
 * includes everything below it.
 * @param unrecordedRoutes Routes without meters, as values of the tag 'uri'.
 * @param streamContentTypes Content types of streamed responses, in addition to
 * text/event-stream, application/x-ndjson and multipart/x-mixed-replace.
 * @param streamRoutes Routes whose responses are always streams, such as long polls, as
 * values of the tag 'uri'.
 * @param failures Further key-values that mean failure, by observation, such as
 * 'grpc.status_code=NOT_FOUND' for 'grpc.server'.
 */
@ConfigurationProperties("observability.golden")
record GoldenSignalsProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("1ms,5ms,10ms,50ms,100ms,500ms,1s,5s") List<Duration> latencyBuckets,
		@DefaultValue("10s") Duration longRunningThreshold,
		@DefaultValue List<Class<? extends Throwable>> expectedExceptions, @DefaultValue("true") boolean ignoreActuator,
		@DefaultValue List<String> ignoredPaths, @DefaultValue Set<String> unrecordedRoutes,
		@DefaultValue List<String> streamContentTypes, @DefaultValue Set<String> streamRoutes,
		@DefaultValue Map<String, List<String>> failures) {

	/** Every bucket adds a series per route, method and status. */
	private static final int MAX_BUCKETS = 14;

	private static final Logger logger = LoggerFactory.getLogger(GoldenSignalsProperties.class);

	/**
	 * A pattern of a path, an extension that a servlet is mapped to, or one of the words
	 * that stand for requests without one.
	 */
	private static final Pattern ROUTE = Pattern.compile("/.*|\\*\\.[^/]+|root|other|none|[A-Z][A-Z_]*");

	private static final Pattern CONTENT_TYPE = Pattern.compile("[^\\s/;]+/[^\\s/;]+");

	private static final String KEY = "'observability.golden.latency-buckets'";

	GoldenSignalsProperties {
		if (latencyBuckets.isEmpty() || latencyBuckets.size() > MAX_BUCKETS) {
			throw new IllegalArgumentException(
					KEY + " must contain 1 to " + MAX_BUCKETS + " durations, but contained " + latencyBuckets.size());
		}
		Duration previous = Duration.ZERO;
		for (Duration bucket : latencyBuckets) {
			if (bucket.compareTo(previous) <= 0) {
				throw new IllegalArgumentException(KEY + " must be positive and ascending, but " + (previous.isZero()
						? "began with " + text(bucket) : text(bucket) + " follows " + text(previous)));
			}
			previous = bucket;
		}
		latencyBuckets = List.copyOf(latencyBuckets);
		if (longRunningThreshold.isNegative() || longRunningThreshold.isZero()) {
			throw new IllegalArgumentException(
					"'observability.golden.long-running-threshold' must be positive, but was "
							+ text(longRunningThreshold));
		}
		for (String path : ignoredPaths) {
			if (!IgnoredPaths.isValid(path)) {
				throw new IllegalArgumentException(
						"'observability.golden.ignored-paths' must contain paths such as '/internal' "
								+ "or '/internal/**' for everything below it, but contained '" + path + "'");
			}
		}
		// The binder checks that a class exists, but not its type.
		for (Class<?> type : expectedExceptions) {
			if (!Throwable.class.isAssignableFrom(type)) {
				throw new IllegalArgumentException("'observability.golden.expected-exceptions' must contain classes of "
						+ "exceptions such as 'java.io.UncheckedIOException', but contained '" + type.getName() + "'");
			}
		}
		unrecordedRoutes.forEach((route) -> requireRoute("unrecorded-routes", route));
		streamRoutes.forEach((route) -> requireRoute("stream-routes", route));
		for (String type : streamContentTypes) {
			if (!CONTENT_TYPE.matcher(type).matches()) {
				throw new IllegalArgumentException("'observability.golden.stream-content-types' must contain content "
						+ "types such as 'application/x-ndjson', but contained '" + type + "'");
			}
		}
	}

	private static void requireRoute(String key, String route) {
		if (!ROUTE.matcher(route).matches()) {
			throw new IllegalArgumentException("'observability.golden." + key + "' must contain values of the tag "
					+ "'uri' such as '/rides/{id}', but contained '" + route + "'; use '/" + route + "'");
		}
	}

	/**
	 * Add bounds to the buckets, up to the limit.
	 * @param thresholds the bounds, the most important one first
	 * @return all bounds in ascending order
	 */
	List<Duration> latencyBucketsWith(List<Duration> thresholds) {
		TreeSet<Duration> buckets = new TreeSet<>(this.latencyBuckets);
		for (Duration threshold : thresholds) {
			if (buckets.size() < MAX_BUCKETS) {
				buckets.add(threshold);
			}
			else if (!buckets.contains(threshold)) {
				logger.info(
						"The latency histogram has {} buckets and therefore none at {}; remove one from {} to make room",
						MAX_BUCKETS, text(threshold), KEY);
			}
		}
		return List.copyOf(buckets);
	}

	boolean isExpected(Throwable failure) {
		for (Class<? extends Throwable> type : this.expectedExceptions) {
			if (type.isInstance(failure)) {
				return true;
			}
		}
		return false;
	}

	private static String text(Duration duration) {
		return duration.toNanos() / 1_000_000.0 + "ms";
	}

}
