package io.github.observability.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How the figures were measured, and whether the machine was quiet enough.
 */
final class MachineSection {

	/** Cores busy with something else, from which on CPU times say little. */
	private static final double BUSY_CORES = 0.2;

	/** Spread of the CPU times of the bare service, which ought to be none. */
	private static final double RESTLESS = 0.25;

	/**
	 * Share of the CPU time of the JIT compiler, from which on a service counts as cold.
	 */
	private static final double BUSY_JIT = 0.05;

	private final Results results;

	MachineSection(Results results) {
		this.results = results;
	}

	String render() {
		Machine machine = this.results.machine();
		Settings settings = this.results.settings();
		return """
				%s, %d cores, %s, %s. Measured %s in %s of %d slices of %d s per kind of request (half as many for \
				calls and failures), with a 512 MB heap, G1, 16 Tomcat threads, load from %s, and log lines \
				written to a file. Load average before the first round: %.1f.

				%s%s%s

				""".formatted(machine.cpu(), machine.cores(), machine.jdk(), machine.os(), machine.time(),
				rounds(settings.rounds()), settings.slices(), settings.sliceSeconds(), machine.load(),
				machine.loadAverage(), rest(), warmth(), omission());
	}

	private static String rounds(int number) {
		return (number == 1) ? "one round" : number + " rounds";
	}

	private String rest() {
		double otherCores = Statistics
			.median(sides().flatMap((side) -> side.slices().stream()).map(Slice::otherCores).toList());
		double unrest = Statistics.median(this.results.rounds()
			.stream()
			.map(Round::bare)
			.filter(Objects::nonNull)
			.map((bare) -> bare.unrest(Endpoint.HELLO))
			.toList());
		String verdict = isBusy(otherCores, unrest)
				? "**The machine was too busy. Do not rely on CPU times, latencies and throughput; bytes are still valid.** "
				: "The machine was quiet enough. ";
		return verdict + String.format(Locale.ROOT,
				"During a slice, other processes kept %.2f cores busy (median). The bare service's CPU time per request "
						+ "varied by %.0f %% between slices of a round (median).",
				otherCores, 100 * unrest);
	}

	static boolean isBusy(double otherCores, double unrest) {
		return otherCores > BUSY_CORES || unrest > RESTLESS;
	}

	/** Kinds of requests of which the JIT compiler was not through with the code. */
	private String warmth() {
		StringBuilder text = new StringBuilder();
		for (Endpoint endpoint : Endpoint.values()) {
			double share = Statistics.median(measured().map((side) -> side.jitShare(endpoint)).toList());
			if (share >= BUSY_JIT) {
				text.append(String.format(Locale.ROOT,
						" In '%s' the JIT compiler still took %.0f %% of the CPU time (median), which raises CPU times and bytes.",
						endpoint.label(), 100 * share));
			}
		}
		return text.toString();
	}

	/** Variants of which nothing is in the tables, as the run was cut short. */
	private String omission() {
		List<Variant> peers = new Variants("", "").peers();
		long missing = peers.stream().filter((variant) -> this.results.of(variant.name()).isEmpty()).count();
		return (missing == 0) ? "" : " The run was cut short: %d of %d variants that a user chooses from are missing."
			.formatted(missing, peers.size());
	}

	private Stream<Side> measured() {
		return this.results.rounds().stream().map(Round::measured).filter(Objects::nonNull);
	}

	private Stream<Side> sides() {
		return this.results.rounds()
			.stream()
			.flatMap((round) -> Stream.of(round.measured(), round.bare()).filter(Objects::nonNull));
	}

}
