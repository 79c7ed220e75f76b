package io.github.observability.benchmarks;

import java.util.Locale;

/**
 * One round in one line, for whoever waits.
 */
final class RoundText {

	private RoundText() {
	}

	static String of(Round round) {
		Side measured = round.measured();
		Side bare = round.bare();
		if (measured == null || bare == null) {
			return "not measurable: " + round.failure();
		}
		StringBuilder text = new StringBuilder();
		for (Endpoint endpoint : Endpoint.values()) {
			text.append(text.isEmpty() ? "" : "; ")
				.append(String.format(Locale.ROOT, "%s: CPU %.2f, %+,.0f bytes (bare %,.0f), JIT %.0f %%",
						endpoint.path(), measured.cpuMicros(endpoint) / bare.cpuMicros(endpoint),
						measured.bytes(endpoint) - bare.bytes(endpoint), bare.bytes(endpoint),
						100 * measured.jitShare(endpoint)));
		}
		return text.toString();
	}

}
