package io.github.observability.benchmarks;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * What the command line says.
 *
 * @param command what to do
 * @param variants names of variants, none for all
 * @param peers whether to measure only what a user chooses from
 * @param settings how long and how often
 * @param quick whether this only shows that it works
 * @param resume whether to keep what an interrupted run has measured
 */
record Options(Command command, List<String> variants, boolean peers, Settings settings, boolean quick,
		boolean resume) {

	static final String USAGE = """
			Usage: benchmarks/run [--quick] [--resume] [--rounds N] [--peers] [--variants a,b]
			                      [--only measure|profiling|jmh|profile|render]
			       benchmarks/profile VARIANT [--quick]""";

	static Options parse(String... args) {
		Deque<String> left = new ArrayDeque<>(List.of(args));
		Command command = Command.ALL;
		List<String> variants = List.of();
		boolean peers = false;
		boolean quick = false;
		boolean resume = false;
		int rounds = 0;
		while (!left.isEmpty()) {
			String option = left.remove();
			switch (option) {
				case "--quick" -> {
					quick = true;
				}
				case "--resume" -> {
					resume = true;
				}
				case "--peers" -> {
					peers = true;
				}
				case "--rounds" -> {
					rounds = Integer.parseInt(value(option, left));
				}
				case "--variants" -> {
					variants = Arrays.asList(value(option, left).split(","));
				}
				case "--only" -> {
					command = Command.of(value(option, left));
				}
				default -> throw new IllegalArgumentException("'%s' is unknown%n%s".formatted(option, USAGE));
			}
		}
		Settings settings = quick ? Settings.QUICK : Settings.FULL;
		return new Options(command, variants, peers, (rounds > 0) ? settings.withRounds(rounds) : settings, quick,
				resume);
	}

	private static String value(String option, Deque<String> left) {
		if (left.isEmpty()) {
			throw new IllegalArgumentException("'%s' needs a value%n%s".formatted(option, USAGE));
		}
		return left.remove();
	}

	/**
	 * Whether the results are fit to be published.
	 */
	boolean isWhole() {
		return !this.quick && this.variants.isEmpty();
	}

	boolean asksFor(Command part) {
		return this.command == Command.ALL || this.command == part;
	}

	/**
	 * Parts of a run.
	 */
	enum Command {

		/** All of them, then the page. */
		ALL,

		/** Whole applications. */
		MEASURE,

		/** A service that is profiled all the time, beside itself. */
		PROFILING,

		/** Hot pieces. */
		JMH,

		/** Frames of single variants. */
		PROFILE,

		/** The page alone, of results that are there. */
		RENDER;

		static Command of(String name) {
			return Arrays.stream(values())
				.filter((command) -> command.name().equalsIgnoreCase(name))
				.findFirst()
				.orElseThrow(() -> new IllegalArgumentException("'%s' is unknown%n%s".formatted(name, USAGE)));
		}

	}

}
