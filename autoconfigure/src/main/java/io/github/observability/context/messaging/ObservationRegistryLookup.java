package io.github.observability.context.messaging;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The registry of observations, without making it: a listener that is being made may be
 * what the registry needs.
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
