package io.github.observability.context.messaging;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import org.springframework.util.ErrorHandler;

/**
 * {@link ErrorHandler} that marks the observation of a message as failed. A listener
 * container of JMS does so only where the error handler itself fails, so tail sampling
 * would miss the error.
 */
final class MarkingErrorHandler implements ErrorHandler {

	private final ObservationRegistry registry;

	private final @Nullable ErrorHandler users;

	private final Logger logger;

	MarkingErrorHandler(ObservationRegistry registry, @Nullable ErrorHandler users, Logger logger) {
		this.registry = registry;
		this.users = users;
		this.logger = logger;
	}

	@Override
	public void handleError(Throwable ex) {
		Observation observation = this.registry.getCurrentObservation();
		if (observation != null) {
			observation.error(ex);
		}
		if (this.users != null) {
			this.users.handleError(ex);
		}
		else {
			// As the container does without a handler.
			this.logger.warn("Execution of JMS message listener failed, and no ErrorHandler has been set.", ex);
		}
	}

}
