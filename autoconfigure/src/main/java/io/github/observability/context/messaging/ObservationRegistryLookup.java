package io.github.observability.context.messaging;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Looks up the observation registry without creating it, because the registry may need
 * the listener that is being created.
 */
final class ObservationRegistryLookup {

	private final ListableBeanFactory beanFactory;

	ObservationRegistryLookup(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	boolean isPresent() {
		return this.beanFactory.getBeanNamesForType(ObservationRegistry.class, true, false).length > 0;
	}

	ObservationRegistry get() {
		return this.beanFactory.getBean(ObservationRegistry.class);
	}

}
