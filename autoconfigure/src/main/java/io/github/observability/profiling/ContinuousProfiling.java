package io.github.observability.profiling;

/**
 * Continuous profiling, which may rest while the application is short of resources. There
 * is a bean of this type while {@code observability.profiling.continuous.enabled} is on.
 */
public interface ContinuousProfiling {

	/**
	 * Stop to profile within a second, until {@link #resume()} is called.
	 */
	void pause();

	/**
	 * Profile again.
	 */
	void resume();

	/**
	 * Tells that there should be no profiles at the moment. This type serves load
	 * shedding and may change in any release.
	 */
	@FunctionalInterface
	interface Reduction {

		/**
		 * Whether continuous profiling should rest.
		 * @return whether it should
		 */
		boolean isWithoutProfiles();

	}

}
