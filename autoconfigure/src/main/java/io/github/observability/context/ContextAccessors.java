package io.github.observability.context;

import java.util.List;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;

/**
 * Registers the accessors of everything that belongs to a request, globally. They stay
 * registered: without a context they do nothing, and another application in the JVM may
 * need them.
 */
final class ContextAccessors {

	ContextAccessors(List<ThreadLocalAccessor<?>> accessors) {
		accessors.forEach(ContextRegistry.getInstance()::registerThreadLocalAccessor);
	}

}
