package io.github.observability.slo;

import io.github.observability.HttpNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * The source of the events of an objective.
 */
sealed interface SloSource {

	/**
	 * Describe the source.
	 * @return words for use within a sentence
	 */
	String description();

	/**
	 * Served requests.
	 *
	 * @param route their routes
	 * @param method their method, {@code null} for any
	 */
	record Requests(RoutePattern route, @Nullable String method) implements SloSource {

		@Override
		public String description() {
			return ((this.method != null) ? this.method + " " : "") + this.route;
		}

		boolean matches(KeyValues keyValues, HttpNames names) {
			boolean matches = false;
			for (KeyValue keyValue : keyValues) {
				if (keyValue.getKey().equals(names.route())) {
					matches = this.route.matches(keyValue.getValue());
				}
				else if (keyValue.getKey().equals(names.method()) && this.method != null
						&& !this.method.equals(keyValue.getValue())) {
					return false;
				}
			}
			return matches;
		}

	}

	/**
	 * Observations.
	 *
	 * @param name their name
	 */
	record Observations(String name) implements SloSource {

		@Override
		public String description() {
			return "observation " + this.name;
		}

	}

	/**
	 * Events of two business counters.
	 *
	 * @param good the counter of good events
	 * @param bad the counter of bad events
	 */
	record BusinessEvents(String good, String bad) implements SloSource {

		@Override
		public String description() {
			return this.good + " against " + this.bad;
		}

	}

}
