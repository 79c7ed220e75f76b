package io.github.observability.incidents;

/**
 * Is notified of changes and incidents, on the thread that reads the signals. Register a
 * bean to draw annotations or to show incidents elsewhere.
 */
public interface IncidentListener {

	/**
	 * Called after a change.
	 * @param change the change
	 */
	default void changed(ChangeEvent change) {
	}

	/**
	 * Called when an incident is opened.
	 * @param incident the incident
	 */
	default void opened(Incident incident) {
	}

	/**
	 * Called when an incident is closed.
	 * @param incident the incident
	 */
	default void closed(Incident incident) {
	}

}
