package io.github.observability.golden;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for golden signals.
 *
 * @param enabled Whether golden signals are recorded by the starter instead of by Boot.
 * @param latencyBuckets Upper bounds of the latency histogram of requests served and
 * sent.
 */
@ConfigurationProperties("observability.golden")
record GoldenSignalsProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("1ms,5ms,10ms,50ms,100ms,500ms,1s,5s") List<Duration> latencyBuckets) {

	/** Every bucket is a series of every route, method and status. */
	private static final int MAX_BUCKETS = 14;

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
	}

	private static String text(Duration duration) {
		return duration.toNanos() / 1_000_000.0 + "ms";
	}

}
