package io.github.observability.golden;

import java.util.Map;
import java.util.TreeMap;

import io.github.observability.Outcomes;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import org.jspecify.annotations.Nullable;

/**
 * Totals of requests since the start, or the difference of two totals.
 *
 * @param requests all requests
 * @param errors those that ended with a server error
 * @param clientAborts those whose client disconnected
 * @param buckets number of requests at or below each bound in nanoseconds
 */
record RequestTotals(long requests, long errors, long clientAborts, Map<Double, Long> buckets) {

	static final RequestTotals NONE = new RequestTotals(0, 0, 0, Map.of());

	static RequestTotals of(Timer timer) {
		long count = timer.count();
		String outcome = timer.getId().getTag(GoldenTag.OUTCOME.asString());
		Map<Double, Long> buckets = new TreeMap<>();
		for (CountAtBucket bucket : timer.takeSnapshot().histogramCounts()) {
			buckets.put(bucket.bucket(), (long) bucket.count());
		}
		return new RequestTotals(count, "SERVER_ERROR".equals(outcome) ? count : 0,
				Outcomes.CLIENT_ABORT.equals(outcome) ? count : 0, buckets);
	}

	RequestTotals plus(RequestTotals other) {
		Map<Double, Long> sum = new TreeMap<>(this.buckets);
		other.buckets.forEach((bound, count) -> sum.merge(bound, count, Long::sum));
		return new RequestTotals(this.requests + other.requests, this.errors + other.errors,
				this.clientAborts + other.clientAborts, sum);
	}

	/**
	 * Return the difference from earlier totals. It is never negative: a meter that was
	 * removed in between starts again at 0.
	 */
	RequestTotals since(RequestTotals earlier) {
		Map<Double, Long> difference = new TreeMap<>();
		this.buckets.forEach(
				(bound, count) -> difference.put(bound, Math.max(0, count - earlier.buckets.getOrDefault(bound, 0L))));
		return new RequestTotals(Math.max(0, this.requests - earlier.requests),
				Math.max(0, this.errors - earlier.errors), Math.max(0, this.clientAborts - earlier.clientAborts),
				difference);
	}

	@Nullable Double errorRatio() {
		return (this.requests > 0) ? (double) this.errors / this.requests : null;
	}

	GoldenSignals.@Nullable Latency latency() {
		if (this.requests == 0 || this.buckets.isEmpty()) {
			return null;
		}
		return new GoldenSignals.Latency(quantile(0.5), quantile(0.95), quantile(0.99));
	}

	/**
	 * Estimate a quantile by interpolating within its bucket, as Prometheus'
	 * {@code histogram_quantile} does. A quantile past the last bucket is the bound of
	 * that bucket.
	 * @param quantile the quantile, from 0 to 1
	 * @return the estimate in seconds
	 */
	double quantile(double quantile) {
		double rank = quantile * this.requests;
		double lower = 0;
		long below = 0;
		for (Map.Entry<Double, Long> bucket : this.buckets.entrySet()) {
			long within = bucket.getValue() - below;
			if (bucket.getValue() >= rank && within > 0) {
				return (lower + (bucket.getKey() - lower) * (rank - below) / within) / 1e9;
			}
			lower = bucket.getKey();
			below = bucket.getValue();
		}
		return lower / 1e9;
	}

}
