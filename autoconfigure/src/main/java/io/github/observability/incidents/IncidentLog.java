package io.github.observability.incidents;

import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line when an incident is opened and one when it is closed.
 */
final class IncidentLog implements IncidentListener {

	private static final Logger logger = LoggerFactory.getLogger("io.github.observability.incidents.IncidentLog");

	@Override
	public void opened(Incident incident) {
		logger.atWarn()
			.addKeyValue("incident.id", incident.id())
			.addKeyValue("incident.begin", incident.begin().toString())
			.addKeyValue("incident.routes", incident.routes())
			.addKeyValue("incident.objectives", incident.objectives())
			.addKeyValue("incident.signals", incident.members().stream().map(Incident.Member::signal).toList())
			.addKeyValue("incident.suspects", subjects(incident))
			.log("Incident {} opened: {} signals differ since {}. First to look at: {}", incident.id(),
					incident.members().size(), incident.begin(), first(incident));
	}

	@Override
	public void closed(Incident incident) {
		Duration duration = (incident.end() != null) ? Duration.between(incident.begin(), incident.end())
				: Duration.ZERO;
		logger.atInfo()
			.addKeyValue("incident.id", incident.id())
			.addKeyValue("incident.begin", incident.begin().toString())
			.addKeyValue("incident.duration.seconds", duration.toSeconds())
			.addKeyValue("incident.routes", incident.routes())
			.addKeyValue("incident.objectives", incident.objectives())
			.addKeyValue("incident.suspects", subjects(incident))
			.log("Incident {} closed after {} s. First to look at: {}", incident.id(), duration.toSeconds(),
					first(incident));
	}

	private static List<String> subjects(Incident incident) {
		return incident.suspects().stream().map(Suspect::subject).toList();
	}

	private static String first(Incident incident) {
		return incident.suspects().isEmpty() ? "nothing stands out" : incident.suspects().get(0).statement();
	}

}
