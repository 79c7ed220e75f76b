package io.github.observability.incidents;

import java.util.List;

import io.github.observability.slo.cause.BadEvent;
import io.github.observability.slo.cause.BadEventHistory;

/**
 * What the causes of bad events tell about suspects.
 */
final class BadEventEvidence implements LocalCauses {

	private static final int MOST_TRACES = 3;

	/** Fewer events tell nothing about shares and relations. */
	private static final int FEWEST = 5;

	private final BadEventHistory history;

	BadEventEvidence(BadEventHistory history) {
		this.history = history;
	}

	@Override
	public boolean isCauseOf(String dependency, String route) {
		return this.history.events()
			.stream()
			.filter((event) -> event.route().equals(route) && isNamed(dependency, event.cause()))
			.limit(FEWEST)
			.count() == FEWEST;
	}

	@Override
	public double share(String dependency, long sinceMillis) {
		List<BadEvent> events = since(sinceMillis);
		if (events.size() < FEWEST) {
			return Double.NaN;
		}
		long caused = events.stream().filter((event) -> isNamed(dependency, event.cause())).count();
		return (double) caused / events.size();
	}

	@Override
	public List<String> traceIds(String dependency, long sinceMillis) {
		return since(sinceMillis).stream()
			.filter((event) -> isNamed(dependency, event.cause()))
			.map(BadEvent::traceId)
			.distinct()
			.limit(MOST_TRACES)
			.toList();
	}

	private List<BadEvent> since(long millis) {
		return this.history.events().stream().filter((event) -> event.time().toEpochMilli() >= millis).toList();
	}

	/**
	 * A subject says what kind of dependency it is before the name that spans have.
	 */
	private static boolean isNamed(String dependency, String cause) {
		return dependency.equals(cause) || dependency.endsWith(" " + cause);
	}

}
