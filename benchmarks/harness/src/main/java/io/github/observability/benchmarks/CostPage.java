package io.github.observability.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Page that says what a request costs.
 */
final class CostPage {

	private static final String INTRODUCTION = """
			<!-- Rendered by benchmarks/run. -->
			# What a request costs

			One small service is observed in different ways and compared with the same service without any \
			observability (*bare*). Each round starts one fresh JVM for the variant and one for the bare service, and \
			short slices of load alternate between the two. A figure is the median over the rounds, followed by \
			[lowest, highest]. Compare the bytes first: a request allocates the same amount within a few percent on \
			any machine. CPU time is that of the whole process%s, as a ratio to the bare service of the same round, \
			and depends on the machine.

			- The *Bare* row compares the bare service with itself and shows the error of the method.
			- At 0.01, Boot by hand and the starter export nothing, because no endpoint is set. With an exporter, at \
			1.0, and with OpenTelemetry at any probability, spans go over OTLP/HTTP to a sink on the same machine. Log \
			lines are never exported.
			- With an exporter, the starter also records the spans that the head sampler rejects, for tail sampling.
			- System time includes that of the JIT compiler; user time does not.
			- Boot by hand and the starter export with the JDK's HTTP client.
			- The starter writes two log lines per request, the service's and the access line; all other variants \
			write one. One row shows the starter without access lines.

			""";

	private final Store store;

	private final Jmh jmh;

	CostPage(Store store, Jmh jmh) {
		this.store = store;
		this.jmh = jmh;
	}

	String render() throws IOException {
		List<String> parts = new ArrayList<>();
		List<Results> all = this.store.allResults();
		if (!all.isEmpty()) {
			parts.add(INTRODUCTION.formatted(all.get(0).machine().jitKnown() ? " without the JIT compiler's threads"
					: ", including the JIT compiler because this machine has no /proc"));
			for (Results results : all) {
				parts.add("## Java " + results.machine().java() + "\n\n");
				parts.add(new MachineSection(results).render());
				parts.add(new ApplicationSection(results).render());
				this.store.profilingCost(results.machine().java())
					.ifPresent((cost) -> parts.add(new ProfilingSection(cost).render()));
			}
			parts.add(startUp());
		}
		this.store.profile(Variants.STARTER)
			.ifPresent((starter) -> this.store.profile(Variants.BARE)
				.ifPresent((bare) -> parts.add(new ProfileSection(starter, bare).render())));
		if (Files.exists(this.jmh.file())) {
			parts.add(hotPieces());
		}
		return String.join("", parts);
	}

	/** Measured by hand, as the archives are written once and not in each round. */
	private static String startUp() {
		try (InputStream text = CostPage.class.getResourceAsStream("start-up.md")) {
			return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String hotPieces() {
		MarkdownTable table = new MarkdownTable("Piece", "Way", "With", "ns", "Bytes", "Writes per line");
		for (Jmh.Score score : this.jmh.read()) {
			table.row(List.of(words(score.piece().replace("Benchmark", "")), words(score.way()), score.parameter(),
					nanos(score), Figures.number(score.bytes(), "%,.0f"), Figures.number(score.writes(), "%.2f")));
		}
		return "## Hot pieces\n\nSingle operations, measured with JMH: average time ± half of the 99.9 % confidence "
				+ "interval, and allocated bytes.\n\n" + table;
	}

	private static String nanos(Jmh.Score score) {
		String nanos = Figures.number(score.nanos(), "%,.1f");
		return Double.isNaN(score.error()) ? nanos : nanos + " ± " + Figures.number(score.error(), "%,.1f");
	}

	private static String words(String camelCase) {
		String words = camelCase.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
		return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
	}

}
