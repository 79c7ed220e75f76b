package io.github.observability.incidents;

import java.util.List;

import io.github.observability.incidents.diagnosability.Diagnosability;
import io.github.observability.incidents.diagnosability.DiagnosabilityReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that reports the incidents of this instance: those that are
 * open, the last closed ones, and the latest changes. Its part {@code diagnosability}
 * reports which faults the signals show, and which look the same.
 */
@Endpoint(id = "incidents")
final class IncidentsEndpoint {

	private static final String DIAGNOSABILITY = "diagnosability";

	private final IncidentMonitor monitor;

	private final Diagnosability diagnosability;

	IncidentsEndpoint(IncidentMonitor monitor, Diagnosability diagnosability) {
		this.monitor = monitor;
		this.diagnosability = diagnosability;
	}

	@ReadOperation
	IncidentState state() {
		return new IncidentState(this.monitor.now(), this.monitor.recent(), this.monitor.changes());
	}

	@ReadOperation
	@Nullable DiagnosabilityReport part(@Selector String name) {
		return name.equals(DIAGNOSABILITY) ? this.diagnosability.report(this.monitor.reported()) : null;
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
