package io.github.observability.incidents.diagnosability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.observability.RecordedNames;
import io.github.observability.environment.BuildEnvironment;
import io.github.observability.incidents.diagnosability.SignalSource.Recorded;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes which faults the meters of an application show, and which look the same, without
 * starting it. A build runs it with the application's class path, so that the files can
 * be committed and compared. It reads {@code application.yml} and its profiles as the
 * application does, the meters from a file that the running application wrote, and takes
 * further properties as arguments.
 */
public final class DiagnosabilityFiles {

	private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private static final String HINT = "; save what /actuator/dashboards/meters of the running application answers";

	private DiagnosabilityFiles() {
	}

	/**
	 * Write {@code diagnosability.json} and {@code diagnosability.md}.
	 * @param args {@code --meters=} and the file with the meters, {@code --output=} and a
	 * directory, the current one by default, and properties as {@code --key=value}
	 * @throws IllegalArgumentException if a property is invalid, or a file cannot be read
	 * or written; the message is one sentence
	 */
	public static void main(String... args) {
		BuildEnvironment build = new BuildEnvironment(args);
		Path meters = build.meters(HINT);
		DiagnosabilityProperties properties = build.bind(DiagnosabilityProperties.PREFIX,
				DiagnosabilityProperties.class);
		Recorded recorded = new Recorded(names(meters), null, Set.of(), RecordedNames.of(build.environment()));
		DiagnosabilityReport report = Diagnosability.report(FaultTable.of(properties), properties, recorded);
		build.write(Map.of("diagnosability.json", JSON.writeValueAsString(report) + "\n", "diagnosability.md",
				text(report)));
	}

	private static Set<String> names(Path file) {
		try {
			JsonNode meters = JsonMapper.shared().readTree(Files.readString(file)).path("meters");
			if (!meters.isArray()) {
				throw new IllegalArgumentException("'" + file + "' has no list of meters" + HINT);
			}
			Set<String> names = new HashSet<>();
			meters.forEach((meter) -> names.add(meter.path("name").asString()));
			return names;
		}
		catch (IOException | JacksonException ex) {
			throw new IllegalArgumentException("'" + file + "' cannot be read as JSON" + HINT, ex);
		}
	}

	private static String text(DiagnosabilityReport report) {
		StringBuilder text = new StringBuilder(
				"# Diagnosability\n\n## Faults\n\n| Fault | Shown by | Not recorded |\n" + "| --- | --- | --- |\n");
		for (DiagnosabilityReport.Fault fault : report.faults()) {
			text.append("| %s | %s | %s |\n".formatted(fault.name(),
					fault.visible() ? String.join(", ", fault.shownBy()) : "nothing",
					String.join(", ", fault.unseen())));
		}
		text.append("\n## Faults that look the same\n\n");
		if (report.alike().isEmpty()) {
			text.append("None.\n");
		}
		for (DiagnosabilityReport.Alike alike : report.alike()) {
			text.append("- ")
				.append(String.join(" and ", alike.faults()))
				.append(": ")
				.append(advice(alike.toldApartBy()));
		}
		text.append("\n## Signals that are not recorded\n\n");
		List<DiagnosabilityReport.Signal> missing = report.signals()
			.stream()
			.filter((signal) -> !signal.recorded())
			.toList();
		if (missing.isEmpty()) {
			text.append("None.\n");
		}
		for (DiagnosabilityReport.Signal signal : missing) {
			text.append("- %s: %s\n".formatted(signal.name(), signal.how()));
		}
		return text.toString();
	}

	private static String advice(List<DiagnosabilityReport.Signal> signals) {
		if (signals.isEmpty()) {
			return "no signal of the table tells them apart, so declare one that does\n";
		}
		return "told apart by "
				+ signals.stream().map(DiagnosabilityReport.Signal::name).collect(Collectors.joining(", ")) + "\n";
	}

}
