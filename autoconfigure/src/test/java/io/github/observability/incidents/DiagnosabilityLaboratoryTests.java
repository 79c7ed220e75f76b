package io.github.observability.incidents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.observability.RecordedNamesConfiguration;
import io.github.observability.incidents.diagnosability.Diagnosability;
import io.github.observability.incidents.diagnosability.DiagnosabilityConfiguration;
import io.github.observability.incidents.diagnosability.DiagnosabilityReport;
import io.github.observability.incidents.diagnosability.FaultSignal;
import io.github.observability.saturation.ResourceMonitor;
import io.github.observability.testing.Volume;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Learns in the laboratory which signals react to which fault, and checks what is said of
 * pairs of faults by whom the incidents suspect. Without {@code -Pfull}, four faults are
 * planted once each.
 */
class DiagnosabilityLaboratoryTests {

	private static final Path TABLE = Path.of("src", "main", "resources", "io", "github", "observability", "incidents",
			"diagnosability", "faults.csv");

	private static final Path PAGE = Path.of("..", "docs", "incidents.md");

	private static final String TABLE_BEGIN = "<!-- Rendered by DiagnosabilityLaboratoryTests. -->";

	private static final String RESULTS_BEGIN = "<!-- Rendered by DiagnosabilityLaboratoryTests: results. -->";

	private static final String END = "<!-- End. -->";

	private static final String HEADER = "fault,signal,rises,falls,runs";

	private static final int RUNS = 10;

	/** Other runs than those that prove it. */
	private static final int FIRST_SEED = 100;

	private static final Map<String, Set<String>> MISSING = new LinkedHashMap<>();

	static {
		Set<String> cpu = Set.of("observability.saturation.cpu.throttled", "observability.saturation.run.queue.wait",
				"process.cpu.usage");
		Set<String> bare = new HashSet<>(cpu);
		bare.addAll(Set.of("jdbc.query", "http.client.requests", "jvm.gc.pause", "heap", "jdbc.orders",
				"server.threads", "hikaricp.connections.max", "jvm.threads.states"));
		MISSING.put("all", Set.of());
		MISSING.put("all but those of the database", Set.of("jdbc.query"));
		MISSING.put("all but those of HTTP clients", Set.of("http.client.requests"));
		MISSING.put("all but those of the heap", Set.of("jvm.gc.pause", "heap"));
		MISSING.put("all but those of the CPU", cpu);
		MISSING.put("requests, messages, cache and logs alone", bare);
	}

	private static final boolean FULL = Volume.of(0, 1) == 1;

	private static final List<Fault> FAULTS = FULL ? List.of(Fault.values())
			: List.of(Fault.FAILING_DEPENDENCY, Fault.BROKEN_REGION, Fault.SLOW_DEPENDENCY, Fault.BAD_FLAG);

	private static String name(Fault fault) {
		return fault.label().replace(' ', '-');
	}

	@Test
	void tableIsWhatTheLaboratoryShows() throws IOException {
		List<String> lines = new ArrayList<>(List.of(HEADER));
		if (FULL) {
			for (Fault fault : Fault.values()) {
				lines.addAll(learn(fault));
			}
			if (Boolean.getBoolean("docs.write")) {
				Files.createDirectories(TABLE.getParent());
				Files.writeString(TABLE, String.join("\n", lines) + "\n");
			}
			assertThat(TABLE).content().isEqualTo(String.join("\n", lines) + "\n");
		}
		else {
			agreesWithOneRun(Fault.SLOW_DATABASE);
		}
	}

	private static List<String> learn(Fault fault) {
		List<DiagnosedRun> runs = new ArrayList<>();
		for (int seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
			runs.add(DiagnosedRun.of(fault, seed, Set.of()));
		}
		List<String> lines = new ArrayList<>();
		for (FaultSignal signal : FaultSignal.values()) {
			long rises = runs.stream().filter((run) -> run.rises().contains(signal)).count();
			long falls = runs.stream().filter((run) -> run.falls().contains(signal)).count();
			if (rises + falls > 0) {
				lines.add(name(fault) + "," + signal.key() + "," + rises + "," + falls + "," + RUNS);
			}
		}
		return lines;
	}

	/** What reacts in each run reacts in this one, and what never reacts does not. */
	private static void agreesWithOneRun(Fault fault) throws IOException {
		DiagnosedRun run = DiagnosedRun.of(fault, FIRST_SEED, Set.of());
		Map<String, Integer> rises = new HashMap<>();
		Files.readAllLines(TABLE)
			.stream()
			.map((line) -> line.split(","))
			.filter((cells) -> cells[0].equals(name(fault)))
			.forEach((cells) -> rises.put(cells[1], Integer.parseInt(cells[2])));
		assertThat(rises).isNotEmpty();
		for (FaultSignal signal : FaultSignal.values()) {
			int times = rises.getOrDefault(signal.key(), 0);
			if (times == 0 || times == RUNS) {
				assertThat(run.rises().contains(signal)).as(signal.key()).isEqualTo(times == RUNS);
			}
		}
	}

	/** A signal that no fault changes would be in the table for nothing. */
	@Test
	void eachSignalReactsToAFault() throws IOException {
		Set<String> reacting = Files.readAllLines(TABLE)
			.stream()
			.skip(1)
			.map((line) -> line.split(",")[1])
			.collect(Collectors.toSet());
		for (FaultSignal signal : FaultSignal.values()) {
			assertThat(reacting).contains(signal.key());
		}
	}

	@Test
	void pageShowsTheTable() throws IOException {
		Map<String, List<String>> rows = new LinkedHashMap<>();
		for (String line : Files.readAllLines(TABLE).subList(1, Files.readAllLines(TABLE).size())) {
			String[] cells = line.split(",");
			boolean always = cells[2].equals(cells[4]) || cells[3].equals(cells[4]);
			rows.computeIfAbsent(cells[0], (fault) -> new ArrayList<>())
				.add("`" + cells[1] + "`" + (always ? ""
						: " " + Math.max(Integer.parseInt(cells[2]), Integer.parseInt(cells[3])) + " of " + cells[4]));
		}
		List<String> lines = new ArrayList<>(
				List.of(TABLE_BEGIN, "", "| Fault | Signals that react |", "| --- | --- |"));
		rows.forEach((fault, signals) -> lines.add("| `" + fault + "` | " + String.join(", ", signals) + " |"));
		isUpToDate(TABLE_BEGIN, String.join("\n", lines) + "\n");
	}

	/**
	 * Faults that look the same have the same suspects first, and others have not, in at
	 * least nine of ten runs.
	 */
	@Test
	void suspectsConfuseWhatLooksTheSameAndNothingElse() throws IOException {
		List<String> lines = new ArrayList<>(List.of(RESULTS_BEGIN, "",
				"| Meters | Pairs that look the same | Runs confused | Other pairs | Runs told apart |",
				"| --- | --- | --- | --- | --- |"));
		for (String meters : FULL ? MISSING.keySet() : List.of("all")) {
			Verdicts verdicts = verdicts(MISSING.get(meters));
			assertThat(verdicts.alike.pairs).as("pairs that look the same by %s", meters).isPositive();
			assertThat(verdicts.alike.share()).as("confused by %s", meters).isGreaterThanOrEqualTo(0.9);
			assertThat(verdicts.distinct.share()).as("told apart by %s", meters).isGreaterThanOrEqualTo(0.9);
			lines.add(String.format(Locale.ROOT, "| %s | %.0f | %.0f %% of %d | %.0f | %.0f %% of %d |", meters,
					verdicts.alike.pairs, 100 * verdicts.alike.share(), verdicts.alike.runs, verdicts.distinct.pairs,
					100 * verdicts.distinct.share(), verdicts.distinct.runs));
		}
		if (FULL) {
			isUpToDate(RESULTS_BEGIN, String.join("\n", lines) + "\n");
		}
	}

	private static Verdicts verdicts(Set<String> missing) {
		Map<Fault, List<DiagnosedRun>> runs = new LinkedHashMap<>();
		for (Fault fault : FAULTS) {
			for (int seed = 0; seed < Volume.of(1, 3); seed++) {
				runs.computeIfAbsent(fault, (key) -> new ArrayList<>()).add(DiagnosedRun.of(fault, seed, missing));
			}
		}
		Set<Set<String>> alike = report(runs.get(FAULTS.get(0)).get(0).service()).alike()
			.stream()
			.map((pair) -> Set.copyOf(pair.faults()))
			.collect(Collectors.toSet());
		Verdicts verdicts = new Verdicts();
		for (Fault one : FAULTS) {
			for (Fault other : FAULTS) {
				if (one != other) {
					boolean same = alike.contains(Set.of(name(one), name(other)));
					(same ? verdicts.alike : verdicts.distinct).add(runs.get(one), runs.get(other), same);
				}
			}
		}
		return verdicts;
	}

	private static DiagnosabilityReport report(SimulatedService service) {
		List<DiagnosabilityReport> report = new ArrayList<>();
		new ApplicationContextRunner()
			.withUserConfiguration(DiagnosabilityConfiguration.class, RecordedNamesConfiguration.class)
			.withBean(MeterRegistry.class, service::registry)
			.withBean(ResourceMonitor.class, () -> service::resources)
			.run((context) -> report.add(context.getBean(Diagnosability.class).report(Set.of("feature_flag"))));
		return report.get(0);
	}

	private static void isUpToDate(String begin, String rendered) throws IOException {
		String page = Files.readString(PAGE);
		int from = page.indexOf(begin);
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(PAGE, page.substring(0, from) + rendered + page.substring(page.indexOf(END, from)));
		}
		assertThat(PAGE).content().contains(rendered);
	}

	/** What was said of pairs of faults, and how often the suspects agree. */
	private static final class Verdicts {

		private final Count alike = new Count();

		private final Count distinct = new Count();

	}

	private static final class Count {

		private double pairs;

		private int runs;

		private int right;

		void add(List<DiagnosedRun> runs, List<DiagnosedRun> others, boolean same) {
			this.pairs += 0.5;
			for (DiagnosedRun run : runs) {
				long confused = others.stream().filter(run::isConfusedWith).count();
				this.runs++;
				this.right += (2 * confused > others.size() == same) ? 1 : 0;
			}
		}

		double share() {
			return (double) this.right / this.runs;
		}

	}

}
