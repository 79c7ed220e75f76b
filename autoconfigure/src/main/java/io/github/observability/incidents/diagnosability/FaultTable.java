package io.github.observability.incidents.diagnosability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Classes of faults with the signals that react to them: those of the fault laboratory,
 * then those that a team declares, which replace one of the same name.
 *
 * @param faults the reactions by fault and signal; a signal that is not named does not
 * react
 */
record FaultTable(Map<String, Map<String, Reaction>> faults) {

	/** Written by the tests of the laboratory. */
	static final String RESOURCE = "faults.csv";

	static FaultTable of(DiagnosabilityProperties properties) {
		Map<String, Map<String, Reaction>> faults = new LinkedHashMap<>(laboratory());
		properties.faults().forEach((name, fault) -> faults.put(name, fault.reactions()));
		return new FaultTable(faults);
	}

	private static Map<String, Map<String, Reaction>> laboratory() {
		Map<String, Map<String, Reaction>> faults = new LinkedHashMap<>();
		try (InputStream resource = FaultTable.class.getResourceAsStream(RESOURCE)) {
			if (resource == null) {
				throw new IllegalStateException("'" + RESOURCE + "' is missing in the archive of the starter");
			}
			BufferedReader reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8));
			reader.lines().skip(1).forEach((line) -> {
				String[] cells = line.split(",");
				double runs = Double.parseDouble(cells[4]);
				faults.computeIfAbsent(cells[0], (fault) -> new LinkedHashMap<>())
					.put(cells[1],
							new Reaction(Double.parseDouble(cells[2]) / runs, Double.parseDouble(cells[3]) / runs));
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return faults;
	}

	Reaction reaction(String fault, String signal) {
		return this.faults.getOrDefault(fault, Map.of()).getOrDefault(signal, Reaction.NONE);
	}

	/**
	 * Whether a signal tells two faults apart.
	 */
	boolean isTold(String fault, String other, String signal) {
		return reaction(fault, signal).isDifferent(reaction(other, signal));
	}

}
