package io.github.observability.incidents;

import java.util.List;

/**
 * What the local traces of bad events show.
 */
interface LocalCauses {

	/** Knows nothing. */
	LocalCauses NONE = new LocalCauses() {

		@Override
		public boolean isCauseOf(String dependency, String route) {
			return false;
		}

		@Override
		public double share(String dependency, long sinceMillis) {
			return Double.NaN;
		}

		@Override
		public List<String> traceIds(String dependency, long sinceMillis) {
			return List.of();
		}

	};

	/**
	 * Whether a dependency was the cause of bad events of a route.
	 */
	boolean isCauseOf(String dependency, String route);

	/**
	 * Return the share of recent bad events that a dependency was the cause of,
	 * {@code NaN} if unknown.
	 */
	double share(String dependency, long sinceMillis);

	/**
	 * Return ids of traces of such events.
	 */
	List<String> traceIds(String dependency, long sinceMillis);

}
