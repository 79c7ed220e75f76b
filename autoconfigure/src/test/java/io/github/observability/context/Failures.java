package io.github.observability.context;

import org.springframework.beans.BeanUtils;

/**
 * What code of an application may throw.
 */
final class Failures {

	private Failures() {
	}

	/**
	 * Throw a failure.
	 * @param failure the type of the failure
	 * @return nothing
	 */
	static String raise(Class<? extends Throwable> failure) {
		return raised(BeanUtils.instantiateClass(failure));
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> String raised(Throwable failure) throws T {
		throw (T) failure;
	}

}
