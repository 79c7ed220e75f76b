package io.github.observability.profiling;

/**
 * Continuous profiling, which can be paused while the application is short of resources.
 * There is a bean of this type while {@code observability.profiling.continuous.enabled}
 * is on.
 */
public interface ContinuousProfiling {

	/**
	 * Pause profiling within a second, until {@link #resume()} is called.
	 */
	void pause();

	/**
	 * Resume profiling.
	 */
	void resume();

	/**
	 * Decides whether profiling pauses at the moment. This type serves load shedding and
	 * may change in any release.
	 */
	@FunctionalInterface
	interface Reduction {

		/**
		 * Whether continuous profiling should pause.
		 * @return whether it should
		 */
		boolean isWithoutProfiles();

	}

}
