package io.github.observability.business;

import java.time.Duration;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * Durations of a business step, such as the search for a driver. They are recorded at
 * once, even in a transaction: the time is spent whether or not it commits.
 *
 * @see BusinessMetrics#timer(String, String, String...)
 */
public interface BusinessTimer {

	/**
	 * Record a duration.
	 * @param duration the duration; a negative duration is rejected
	 * @param tagValues the values of the declared tags, in their order; {@code null}
	 * counts as {@code none}
	 */
	void record(Duration duration, @Nullable String... tagValues);

	/**
	 * Run a step and record its duration, even if it fails.
	 * @param <T> the type of the result
	 * @param step the step
	 * @param tagValues the values of the declared tags, in their order; {@code null}
	 * counts as {@code none}
	 * @return the result of the step
	 * @throws Exception if the step throws an exception
	 */
	<T> T time(Callable<T> step, @Nullable String... tagValues) throws Exception;

}
