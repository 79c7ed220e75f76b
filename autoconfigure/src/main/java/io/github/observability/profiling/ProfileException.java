package io.github.observability.profiling;

import org.jspecify.annotations.Nullable;

/**
 * Signals that there is no profile. Its message is a sentence for the caller.
 */
final class ProfileException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Status of the HTTP response. */
	private final int status;

	private ProfileException(int status, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.status = status;
	}

	/** Create the exception for a request that is invalid. */
	static ProfileException invalid(String message) {
		return new ProfileException(400, message, null);
	}

	/** Create the exception for a request while another one is served. */
	static ProfileException busy(String message) {
		return new ProfileException(409, message, null);
	}

	/** Create the exception for a profile that this JVM or its machine cannot take. */
	static ProfileException unavailable(String message, @Nullable Throwable cause) {
		return new ProfileException(503, message, cause);
	}

	static ProfileException interrupted(InterruptedException cause) {
		return unavailable("The profile was abandoned because its thread was interrupted", cause);
	}

	int status() {
		return this.status;
	}

}
