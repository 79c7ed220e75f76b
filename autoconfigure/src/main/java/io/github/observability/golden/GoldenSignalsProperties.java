package io.github.observability.golden;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
 * @param longRunningThreshold Duration from which on a request served counts as
 * long-running.
 * @param expectedExceptions Exception classes that are no errors, whatever the status of
 * the answer.
 * @param ignoreActuator Whether requests to the actuator and its probes are no traffic.
 * @param ignoredPaths Paths of further requests that are no traffic, with all below them
 * where they end in /**.
 * @param unrecordedRoutes Routes that have no meters, as they stand in the tag 'uri'.
 * @param streamContentTypes Further content types of answers that are streams, besides
 * text/event-stream, application/x-ndjson and multipart/x-mixed-replace.
 * @param streamRoutes Routes whose answers are always streams, long polls for example, as
 * they stand in the tag 'uri'.
 */
@ConfigurationProperties("observability.golden")
record GoldenSignalsProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("1ms,5ms,10ms,50ms,100ms,500ms,1s,5s") List<Duration> latencyBuckets,
		@DefaultValue("10s") Duration longRunningThreshold,
		@DefaultValue List<Class<? extends Throwable>> expectedExceptions, @DefaultValue("true") boolean ignoreActuator,
		@DefaultValue List<String> ignoredPaths, @DefaultValue Set<String> unrecordedRoutes,
		@DefaultValue List<String> streamContentTypes, @DefaultValue Set<String> streamRoutes) {

	/** Every bucket is a series of every route, method and status. */
	private static final int MAX_BUCKETS = 14;

	private static final Logger logger = LoggerFactory.getLogger(GoldenSignalsProperties.class);

	private static final String KEY = "'observability.golden.latency-buckets'";

	GoldenSignalsProperties {
		if (latencyBuckets.isEmpty() || latencyBuckets.size() > MAX_BUCKETS) {
			throw new IllegalArgumentException(
					KEY + " must hold 1 to " + MAX_BUCKETS + " durations, but held " + latencyBuckets.size());
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
						"'observability.golden.ignored-paths' must hold paths like '/internal' "
								+ "or, with all below it, '/internal/**', but held '" + path + "'");
			}
		}
	}

	/**
	 * Add bounds to the buckets, as many as the limit has room for.
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
				logger.info("The latency histogram has {} buckets and none at {}; {} makes room for more", MAX_BUCKETS,
						text(threshold), KEY);
			}
		}
		return List.copyOf(buckets);
	}

	private static String text(Duration duration) {
		return duration.toNanos() / 1_000_000.0 + "ms";
	}

}
