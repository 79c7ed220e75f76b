package io.github.observability.business;

import java.time.Duration;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * Durations of a step of the business, such as the search for a driver. They are recorded
 * at once, as the time was spent whatever becomes of a transaction.
 *
 * @see BusinessMetrics#timer(String, String, String...)
 */
public interface BusinessTimer {

	/**
	 * Record a duration.
	 * @param duration the duration; a negative one is rejected
	 * @param tagValues the values of the declared tags, in their order
	 */
	void record(Duration duration, @Nullable String... tagValues);

	/**
	 * Take a step and record how long it took, also if it fails.
	 * @param <T> the type of what the step returns
	 * @param step the step
	 * @param tagValues the values of the declared tags, in their order
	 * @return what the step returns
	 * @throws Exception if the step throws it
	 */
	<T> T time(Callable<T> step, @Nullable String... tagValues) throws Exception;

}
