package io.github.observability.slo.cause;

import java.util.List;

/**
 * The latest bad events whose causes are known.
 */
@FunctionalInterface
public interface BadEventHistory {

	/**
	 * Return the latest events, the oldest first.
	 * @return the events
	 */
	List<BadEvent> events();

}
