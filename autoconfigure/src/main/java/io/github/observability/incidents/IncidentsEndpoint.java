package io.github.observability.incidents;

import java.util.List;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint @Endpoint} that reports the incidents of this instance: those that are
 * open, the last closed ones, and the latest changes.
 */
@Endpoint(id = "incidents")
final class IncidentsEndpoint {

	private final IncidentMonitor monitor;

	IncidentsEndpoint(IncidentMonitor monitor) {
		this.monitor = monitor;
	}

	@ReadOperation
	IncidentState state() {
		return new IncidentState(this.monitor.now(), this.monitor.recent(), this.monitor.changes());
	}

	/**
	 * The response.
	 *
	 * @param now open incidents
	 * @param recent closed incidents, the last one first
	 * @param changes the latest changes, the oldest first
	 */
	record IncidentState(List<Incident> now, List<Incident> recent, List<ChangeEvent> changes) {

	}

}
