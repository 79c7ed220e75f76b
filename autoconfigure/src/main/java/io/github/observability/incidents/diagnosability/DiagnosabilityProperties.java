package io.github.observability.incidents.diagnosability;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Faults and signals that a team adds to those of the starter.
 *
 * @param signals Additional signals, by name, each with the name of its meter, for
 * example price-age: prices.age.
 * @param faults Additional classes of faults, by name.
 */
@ConfigurationProperties(DiagnosabilityProperties.PREFIX)
record DiagnosabilityProperties(@DefaultValue Map<String, String> signals, @DefaultValue Map<String, Fault> faults) {

	static final String PREFIX = "observability.incidents.diagnosability";

	private static final int MOST = 50;

	DiagnosabilityProperties {
		most("signals", signals.size());
		most("faults", faults.size());
		signals.forEach((name, meter) -> {
			String key = "'" + PREFIX + ".signals." + name + "'";
			if (FaultSignal.ofKey(name) != null) {
				throw new IllegalArgumentException(
						key + " has the name of a signal of the starter; choose another name, but was " + meter);
			}
			if (meter.isBlank()) {
				throw new IllegalArgumentException(
						key + " must be the name of a meter, such as prices.age, but was empty");
			}
		});
		for (Map.Entry<String, Fault> fault : faults.entrySet()) {
			check(fault.getKey(), fault.getValue(), signals);
		}
	}

	private static void most(String key, int size) {
		if (size > MOST) {
			throw new IllegalArgumentException(
					"'" + PREFIX + "." + key + "' must have at most " + MOST + " entries, but has " + size);
		}
	}

	private static void check(String name, Fault fault, Map<String, String> signals) {
		String key = PREFIX + ".faults." + name + ".signals";
		if (fault.signals().isEmpty()) {
			throw new IllegalArgumentException("'" + key
					+ "' must name the signals that the fault changes, such as 'database-latency: rises', but was empty");
		}
		fault.signals().forEach((signal, reaction) -> {
			if (FaultSignal.ofKey(signal) == null && !signals.containsKey(signal)) {
				throw new IllegalArgumentException("'" + key + "." + signal + "' names no signal, but was " + reaction
						+ "; declare its meter as '" + PREFIX + ".signals." + signal + "', or use one of "
						+ Arrays.stream(FaultSignal.values()).map(FaultSignal::key).collect(Collectors.joining(", ")));
			}
			if (Reaction.Declared.of(reaction) == null) {
				throw new IllegalArgumentException(
						"'" + key + "." + signal + "' must be rises, falls, varies or unchanged, but was " + reaction);
			}
		});
	}

	/**
	 * A class of faults.
	 *
	 * @param signals How each signal reacts: rises, falls, varies or unchanged. A signal
	 * that is not named is unchanged.
	 */
	record Fault(@DefaultValue Map<String, String> signals) {

		Map<String, Reaction> reactions() {
			Map<String, Reaction> reactions = new LinkedHashMap<>();
			this.signals.forEach((signal, text) -> {
				Reaction.Declared declared = Reaction.Declared.of(text);
				reactions.put(signal, (declared != null) ? declared.reaction() : Reaction.NONE);
			});
			return reactions;
		}

	}

}
