package io.github.observability.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures, and renders what was measured.
 */
public final class Main {

	private final PrintStream out = System.out;

	private final Layout layout;

	private final Store store;

	private final Options options;

	private Main(Layout layout, Options options) {
		this.layout = layout;
		this.store = new Store(layout);
		this.options = options;
	}

	/**
	 * Run the harness.
	 * @param args the directory of the benchmarks, {@code run} or {@code profile}, and
	 * options
	 * @throws IOException if a file cannot be written
	 */
	public static void main(String[] args) throws IOException {
		boolean profile = args[1].equals("profile");
		if (profile && args.length < 3) {
			throw new IllegalArgumentException(Options.USAGE);
		}
		Options options = Options.parse(Arrays.copyOfRange(args, profile ? 3 : 2, args.length));
		Main main = new Main(new Layout(Path.of(args[0]).toAbsolutePath().normalize(), options.isWhole()), options);
		if (profile) {
			main.printProfile(args[2]);
		}
		else {
			main.run();
		}
		System.exit(0);
	}

	private void run() throws IOException {
		if (this.options.asksFor(Options.Command.MEASURE)) {
			measure();
		}
		if (this.options.asksFor(Options.Command.PROFILING)) {
			compareProfiling();
		}
		if (this.options.asksFor(Options.Command.JMH)) {
			new Jmh(this.layout).run(this.options.settings().jmhArguments());
		}
		if (this.options.asksFor(Options.Command.PROFILE)) {
			profile(Variants.BARE);
			profile(Variants.STARTER);
		}
		render();
	}

	private void measure() throws IOException {
		Settings settings = this.options.settings();
		try (Sink sink = new Sink()) {
			Instruments instruments = new Instruments(new Proc(), Load.create(), sink);
			Machine machine = Machine.describe(instruments.load(), instruments.proc());
			Variants variants = new Variants(sink.url(), this.layout.agentJar());
			List<Round> rounds = new ArrayList<>(measuredBefore());
			for (int number = 1; number <= settings.rounds(); number++) {
				List<Variant> missing = missing(chosen(variants), number, rounds);
				if (missing.isEmpty()) {
					continue;
				}
				try (Comparison comparison = new Comparison(variants.get(Variants.BARE), this.layout, instruments,
						settings)) {
					for (Variant variant : missing) {
						this.out.printf("Round %d of %d: %s%n", number, settings.rounds(), variant.label());
						Round round = comparison.run(variant, number);
						this.out.println("  " + RoundText.of(round));
						rounds.add(round);
						this.store.write(new Results(machine, settings, List.copyOf(rounds)));
					}
				}
			}
		}
	}

	private void compareProfiling() throws IOException {
		this.out.println("Continuous profiling and none, in turns");
		try (Sink sink = new Sink()) {
			Instruments instruments = new Instruments(new Proc(), Load.create(), sink);
			Machine machine = Machine.describe(instruments.load(), instruments.proc());
			Variant profiled = new Variants(sink.url(), this.layout.agentJar()).get(Variants.PROFILED);
			ProfilingCost cost = new ProfilingComparison(this.layout, instruments, this.options.settings())
				.run(profiled, machine);
			this.out
				.println("  Throughput " + cost.throughput() + ", CPU " + cost.cpu() + ", threads " + cost.threads());
			this.store.write(cost);
		}
	}

	private List<Round> measuredBefore() throws IOException {
		if (this.options.resume()) {
			return this.store.results().map(Results::rounds).orElse(List.of());
		}
		this.store.clear();
		return List.of();
	}

	private static List<Variant> missing(List<Variant> variants, int number, List<Round> rounds) {
		return variants.stream()
			.filter((variant) -> rounds.stream()
				.noneMatch((round) -> round.number() == number && round.variant().equals(variant.name())))
			.toList();
	}

	private List<Variant> chosen(Variants variants) {
		List<String> names = this.options.variants();
		if (!names.isEmpty()) {
			return names.stream().map(variants::get).toList();
		}
		return this.options.peers() ? variants.peers() : variants.all();
	}

	private Profile profile(String variant) throws IOException {
		this.out.println("Profile of " + variant);
		try (Sink sink = new Sink()) {
			Instruments instruments = new Instruments(new Proc(), Load.create(), sink);
			Profile profile = new Profiler(this.layout, instruments, this.options.settings())
				.profile(new Variants(sink.url(), this.layout.agentJar()).get(variant));
			this.store.write(profile);
			return profile;
		}
	}

	private void printProfile(String variant) throws IOException {
		this.out.println(ProfileText.of(profile(variant)));
	}

	private void render() throws IOException {
		Path page = this.layout.page();
		Files.writeString(page, new CostPage(this.store, new Jmh(this.layout)).render());
		this.out.println("Written: " + page);
	}

}
