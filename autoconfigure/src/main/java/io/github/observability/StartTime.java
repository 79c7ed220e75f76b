package io.github.observability;

import io.micrometer.observation.Observation;

/**
 * When an observation started. The first handler that asks takes the time, the others
 * share it.
 *
 * @param nanos the time, as {@link System#nanoTime()} tells it
 */
public record StartTime(long nanos) {

	/**
	 * Take the start time of an observation, unless another handler has.
	 * @param context the context of the observation, which is starting
	 */
	public static void take(Observation.Context context) {
		if (context.get(StartTime.class) == null) {
			context.put(StartTime.class, new StartTime(System.nanoTime()));
		}
	}

	/**
	 * Return the time since an observation started.
	 * @param context the context of the observation
	 * @return the nanoseconds, -1 if no handler took the start time
	 */
	public static long nanosSince(Observation.ContextView context) {
		StartTime start = context.get(StartTime.class);
		return (start != null) ? Math.max(0, System.nanoTime() - start.nanos) : -1;
	}

}
