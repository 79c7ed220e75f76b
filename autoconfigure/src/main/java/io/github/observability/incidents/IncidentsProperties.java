package io.github.observability.incidents;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for anomalies and incidents.
 *
 * @param enabled Whether signals are compared with their baselines and incidents are
 * reported.
 * @param maxSignals Maximum number of signals that are watched.
 * @param maxRecent Number of closed incidents that are remembered.
 * @param stateFile File that keeps the baselines across restarts. Without one, they are
 * learned anew.
 * @param forest Whether the signals of a route are also judged together, if the Random
 * Cut Forest library is present.
 * @param health Checks of the health.
 * @param versionHeader Response header in which dependencies send their version. Without
 * one, no header is read.
 * @param panelUrl URL of a dashboard panel for a signal, with the placeholders {signal},
 * {from} and {to}.
 * @param signalMeters Signals whose score and baseline are gauges.
 */
@ConfigurationProperties("observability.incidents")
record IncidentsProperties(@DefaultValue("true") boolean enabled, @DefaultValue("200") int maxSignals,
		@DefaultValue("50") int maxRecent, @Nullable String stateFile, @DefaultValue("true") boolean forest,
		@DefaultValue Health health, @Nullable String versionHeader, @Nullable String panelUrl,
		@DefaultValue("anomalous") SignalMeters signalMeters) {

	static final int MOST_SIGNALS = 200;

	private static final int MOST_RECENT = 1_000;

	IncidentsProperties {
		if (maxSignals < 1 || maxSignals > MOST_SIGNALS) {
			throw new IllegalArgumentException("'observability.incidents.max-signals' must be from 1 to " + MOST_SIGNALS
					+ ", but was " + maxSignals);
		}
		if (maxRecent < 1 || maxRecent > MOST_RECENT) {
			throw new IllegalArgumentException(
					"'observability.incidents.max-recent' must be from 1 to " + MOST_RECENT + ", but was " + maxRecent);
		}
	}

	/**
	 * Settings for checks of the health.
	 *
	 * @param enabled Whether the health of the application is checked, and its changes
	 * belong to incidents.
	 * @param interval Time between two checks of the health.
	 */
	record Health(@DefaultValue("true") boolean enabled, @DefaultValue("30s") Duration interval) {

		Health {
			if (interval.toSeconds() < 1) {
				throw new IllegalArgumentException(
						"'observability.incidents.health.interval' must be at least 1s, but was " + interval.toMillis()
								+ "ms");
			}
		}

	}

	/**
	 * Signals whose score and baseline are gauges.
	 */
	enum SignalMeters {

		/** All that are watched, two series each. */
		ALL,

		/** Those that were anomalous since the start. */
		ANOMALOUS,

		/** None. */
		NONE

	}

}
