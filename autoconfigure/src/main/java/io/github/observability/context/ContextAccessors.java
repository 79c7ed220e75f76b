package io.github.observability.context;

import java.util.List;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;

/**
 * Makes what belongs to a request known to all that propagate context, which is global.
 * It is not taken back: where there is nothing to carry the accessors do nothing, and
 * another application in the JVM may need them.
 */
final class ContextAccessors {

	ContextAccessors(List<ThreadLocalAccessor<?>> accessors) {
		accessors.forEach(ContextRegistry.getInstance()::registerThreadLocalAccessor);
	}

}
