package io.github.observability.incidents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
 * pairs of faults by whom the incidents suspect. Without {@code -Pfull}, three faults are
 * planted once each; {@code -Ddocs.write=true} with it tries all sets of meters.
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

	/** Six sets of meters take minutes, so all are tried only for the page. */
	private static final Set<String> TRIED = (FULL && Boolean.getBoolean("docs.write")) ? MISSING.keySet()
			: Set.of("all");

	private static final List<Fault> FAULTS = FULL ? List.of(Fault.values())
			: List.of(Fault.FAILING_DEPENDENCY, Fault.BROKEN_REGION, Fault.BAD_FLAG);

	private static final Map<Fault, DiagnosedRun> FEW = new EnumMap<>(Fault.class);

	/** The only run of a fault, if there are few. */
	private static DiagnosedRun run(Fault fault) {
		return FEW.computeIfAbsent(fault, (key) -> DiagnosedRun.of(key, FIRST_SEED, Set.of()));
	}

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
			agreesWithOneRun(FAULTS.get(0));
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
		DiagnosedRun run = run(fault);
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
				"| Meters | Pairs that look the same | Runs confused | Other pairs | Runs told apart | Pairs right in 90 % of their runs |",
				"| --- | --- | --- | --- | --- | --- |"));
		for (String meters : TRIED) {
			List<Verdict> verdicts = verdicts(MISSING.get(meters));
			List<Verdict> alike = verdicts.stream().filter(Verdict::alike).toList();
			List<Verdict> distinct = verdicts.stream().filter((verdict) -> !verdict.alike).toList();
			assertThat(alike).as("pairs that look the same by %s", meters).isNotEmpty();
			assertThat(share(alike)).as("confused by %s", meters).isGreaterThanOrEqualTo(0.9);
			assertThat(share(distinct)).as("told apart by %s", meters).isGreaterThanOrEqualTo(0.9);
			long right = verdicts.stream().filter((verdict) -> share(List.of(verdict)) >= 0.9).count();
			assertThat((double) right / verdicts.size()).as("pairs right by %s", meters)
				.isGreaterThanOrEqualTo(meters.equals("all") ? 1 : 0.95);
			lines.add(String.format(Locale.ROOT, "| %s | %d | %.0f %% of %d | %d | %.0f %% of %d | %d of %d |", meters,
					alike.size(), 100 * share(alike), runs(alike), distinct.size(), 100 * share(distinct),
					runs(distinct), right, verdicts.size()));
		}
		if (TRIED.size() > 1) {
			isUpToDate(RESULTS_BEGIN, String.join("\n", lines) + "\n");
		}
		else if (FULL) {
			assertThat(PAGE).content().contains(lines.get(lines.size() - 1));
		}
	}

	private static int runs(List<Verdict> verdicts) {
		return verdicts.stream().mapToInt(Verdict::runs).sum();
	}

	private static double share(List<Verdict> verdicts) {
		return (double) verdicts.stream().mapToInt(Verdict::right).sum() / runs(verdicts);
	}

	private static List<Verdict> verdicts(Set<String> missing) {
		Map<Fault, List<DiagnosedRun>> runs = new LinkedHashMap<>();
		for (Fault fault : FAULTS) {
			runs.put(fault,
					FULL ? IntStream.range(0, 3).mapToObj((seed) -> DiagnosedRun.of(fault, seed, missing)).toList()
							: List.of(run(fault)));
		}
		Set<Set<String>> alike = report(runs.get(FAULTS.get(0)).get(0).service()).alike()
			.stream()
			.map((pair) -> Set.copyOf(pair.faults()))
			.collect(Collectors.toSet());
		List<Verdict> verdicts = new ArrayList<>();
		for (int i = 0; i < FAULTS.size(); i++) {
			for (int j = i + 1; j < FAULTS.size(); j++) {
				Fault one = FAULTS.get(i);
				Fault other = FAULTS.get(j);
				boolean same = alike.contains(Set.of(name(one), name(other)));
				verdicts.add(Verdict.of(same, runs.get(one), runs.get(other)));
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

	/**
	 * What was said of a pair of faults, and how often the suspects agree.
	 *
	 * @param alike whether they look the same
	 * @param runs the runs of both
	 * @param right the runs that the suspects confuse with those of the other fault if
	 * they look the same, and do not if they do not
	 */
	private record Verdict(boolean alike, int runs, int right) {

		static Verdict of(boolean alike, List<DiagnosedRun> runs, List<DiagnosedRun> others) {
			return new Verdict(alike, runs.size() + others.size(),
					right(alike, runs, others) + right(alike, others, runs));
		}

		private static int right(boolean alike, List<DiagnosedRun> runs, List<DiagnosedRun> others) {
			return (int) runs.stream()
				.filter((run) -> (2 * others.stream().filter(run::isConfusedWith).count() > others.size()) == alike)
				.count();
		}

	}

}
