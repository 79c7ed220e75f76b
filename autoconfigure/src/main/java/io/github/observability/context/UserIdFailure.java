package io.github.observability.context;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that the id of a user cannot be resolved.
 */
final class UserIdFailure {

	private static final Logger logger = LoggerFactory.getLogger(UserIdFailure.class);

	private final AtomicBoolean logged = new AtomicBoolean();

	void log(Throwable failure) {
		if (this.logged.compareAndSet(false, true)) {
			logger.warn("The user id of a request cannot be resolved; log lines go without it", failure);
		}
	}

}
