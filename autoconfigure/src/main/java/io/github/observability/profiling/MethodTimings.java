package io.github.observability.profiling;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the calls of a method took.
 *
 * @param filter the class and the method
 * @param seconds how long it was timed
 * @param methods the methods of that name, each with its own signature
 * @param note what to know about the figures, empty if there is nothing
 */
record MethodTimings(String filter, long seconds, List<Timing> methods, String note) {

	private static final String NOT_CALLED = "It was not called, or is not instrumented because it is native or abstract";

	static MethodTimings of(String filter, Duration duration, Map<String, Counts> counts) {
		List<Timing> methods = counts.entrySet()
			.stream()
			.map((entry) -> entry.getValue().timing(entry.getKey()))
			.toList();
		boolean called = methods.stream().anyMatch((timing) -> timing.invocations() > 0);
		return new MethodTimings(filter, duration.toSeconds(), methods, called ? "" : NOT_CALLED);
	}

	/**
	 * Times of one method. All times include waiting.
	 *
	 * @param method the name and the descriptor
	 * @param invocations how often it was called
	 * @param averageNanos the mean time of these calls
	 * @param minimumNanos the shortest time since the JVM began to time the method
	 * @param maximumNanos the longest time since the JVM began to time the method
	 */
	record Timing(String method, long invocations, long averageNanos, long minimumNanos, long maximumNanos) {
	}

	/**
	 * A reading of the counters of a method, after what was counted before.
	 *
	 * @param start the reading at the start, {@code null} if there is none, because the
	 * class was not loaded then
	 * @param invocations all calls
	 * @param average the mean of all calls, nanoseconds
	 * @param minimum the shortest, nanoseconds
	 * @param maximum the longest, nanoseconds
	 */
	record Counts(@Nullable Counts start, long invocations, long average, long minimum, long maximum) {

		Counts last(Counts reading) {
			return new Counts((this.start != null) ? this.start : this, reading.invocations, reading.average,
					reading.minimum, reading.maximum);
		}

		Timing timing(String method) {
			long calls = this.invocations - ((this.start != null) ? this.start.invocations : 0);
			long nanos = total() - ((this.start != null) ? this.start.total() : 0);
			return new Timing(method, calls, (calls > 0) ? Math.max(0, nanos / calls) : 0, this.minimum, this.maximum);
		}

		private long total() {
			return this.invocations * this.average;
		}

	}

}
