package io.github.observability.slo.cause;

import java.util.List;
import java.util.Map;

/**
 * The latest bad events whose causes are known.
 */
public interface BadEventHistory {

	/**
	 * Return the latest events, the oldest first.
	 * @return the events
	 */
	List<BadEvent> events();

	/**
	 * Return the bad events by objective and cause since the start. Each objective of
	 * served requests is there.
	 * @return the counts, the most frequent cause of an objective first
	 */
	Map<String, Map<String, Long>> counts();

}
