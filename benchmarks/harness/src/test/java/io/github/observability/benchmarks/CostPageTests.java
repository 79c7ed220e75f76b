package io.github.observability.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CostPageTests {

	private static final Machine MACHINE = new Machine("2026-11-23T10:15:00Z", "Fast CPU", 2,
			Runtime.version().feature(), "JDK", "Linux", 0.1, "wrk", true);

	private final Layout layout;

	private final Store store;

	CostPageTests(@TempDir Path directory) {
		this.layout = new Layout(directory, true);
		this.store = new Store(this.layout);
	}

	@BeforeEach
	void store() {
		this.store
			.write(new Results(MACHINE, Settings.FULL, List.of(round(1, 120_000, 21_000), round(2, 140_000, 20_900),
					round(3, 130_000, 21_100), new Round("otel-starter", 1, 0.1, null, null, "NoSuchMethodError"))));
	}

	@Test
	void statesMedianAndExtremes() throws IOException {
		assertThat(render()).contains(
				"| Starter with defaults | 1.30 [1.20, 1.40] | 30.0 [20.0, 40.0] | 6,000 [5,900, 6,100] | 100.0 | 30.0 "
						+ "| 21,000 | 900 | 500 | 0.50 | 2.00 |");
	}

	@Test
	void namesWhatCannotBeMeasured() throws IOException {
		assertThat(render()).contains("| OpenTelemetry Spring Boot starter at 1.0, text log with ids | – | – |")
			.contains(
					"Not measurable: OpenTelemetry Spring Boot starter at 1.0, text log with ids. `NoSuchMethodError`");
	}

	@Test
	void saysThatTheMachineWasQuiet() throws IOException {
		assertThat(render()).contains("Fast CPU").contains("The machine was quiet enough.");
	}

	@Test
	void saysThatVariantsAreMissing() throws IOException {
		assertThat(render()).contains("9 of 11 variants that a user chooses from are missing.");
		this.store.write(new Results(MACHINE, Settings.FULL,
				new Variants("", "").peers()
					.stream()
					.map((peer) -> new Round(peer.name(), 1, 0.1, side(1, 1), side(1, 1), null))
					.toList()));
		assertThat(render()).doesNotContain("missing");
	}

	@Test
	void saysThatTheMachineWasBusy() {
		assertThat(MachineSection.isBusy(0.5, 0)).isTrue();
		assertThat(MachineSection.isBusy(0, 0.3)).isTrue();
		assertThat(MachineSection.isBusy(0.1, 0.1)).isFalse();
	}

	@Test
	void namesTheRequestsThatWereNotWarmedUp() throws IOException {
		assertThat(render()).doesNotContain("the JIT compiler still took");
		Side cold = side(90_000, 20_000, 10_000);
		this.store
			.write(new Results(MACHINE, Settings.FULL, List.of(new Round("starter", 1, 0.1, cold, side(1, 1), null))));
		assertThat(render())
			.contains("In 'GET with a JSON response and one log line' the JIT compiler still took 10 %");
	}

	@Test
	void ranksWhereTheBytesGo() throws IOException {
		this.store.write(profile("bare", Map.of(FrameCategory.SPRING, 9_000.0)));
		this.store.write(profile("starter",
				Map.of(FrameCategory.SPRING, 9_000.0, FrameCategory.LOGSTASH, 1_000.0, FrameCategory.GOLDEN, 2_000.0)));
		assertThat(render()).contains("allocated 120 bytes with the starter and 90 bytes bare")
			.contains(
					"The largest shares of the difference of 30 bytes: Starter: golden signals (20), Logstash encoder (10).");
	}

	@Test
	void saysHowToStartWithAnArchive() throws IOException {
		assertThat(render()).contains("-XX:ArchiveClassesAtExit=application.jsa", "-XX:AOTCacheOutput=application.aot");
	}

	@Test
	void hasAChapterForEachVersionOfJava() throws IOException {
		Machine older = new Machine("2026-11-23T10:15:00Z", "Fast CPU", 2, 11, "JDK 11", "Linux", 0.1, "wrk", true);
		this.store.write(new Results(older, Settings.FULL, List.of(round(1, 110_000, 20_000))));
		assertThat(render()).containsSubsequence("## Java 11", "1.10 [1.10, 1.10]",
				"## Java " + Runtime.version().feature(), "1.30 [1.20, 1.40]", "## Start-up");
		assertThat(this.store.results()).get()
			.extracting((results) -> results.machine().java())
			.isEqualTo(Runtime.version().feature());
	}

	@Test
	void comparesAServiceThatIsProfiledWithItself() throws IOException {
		assertThat(render()).doesNotContain("Profiled all the time\n");
		this.store.write(new ProfilingCost(MACHINE, 6,
				List.of(pair(1_000, 100), pair(980, 102.01), pair(990, 101), pair(990, 101))));
		assertThat(render()).contains("### Profiled all the time", "in 4 pairs of slices of 6 s",
				"throughput 0.990 [0.990, 0.990], CPU per request 1.010 [1.010, 1.010].",
				"The profiler's own threads took 1.00 [1.00, 1.00] % of the CPU time");
	}

	@Test
	void rendersWhatIsThere() throws IOException {
		this.store.clear();
		assertThat(render()).isEmpty();
	}

	private String render() throws IOException {
		return new CostPage(this.store, new Jmh(this.layout)).render();
	}

	private static Profile profile(String variant, Map<FrameCategory, Double> bytes) {
		return new Profile(variant, 100, bytes.values().stream().mapToDouble(Double::doubleValue).sum() / 100,
				new Profile.Weights(Map.of(FrameCategory.SPRING, 1.0), Map.of()),
				new Profile.Weights(bytes, Map.of("java.util.HashMap.put", 1.0)));
	}

	private static Round round(int number, double cpuMicros, long bytes) {
		return new Round("starter", number, 0.1, side(cpuMicros, bytes), side(100_000, 15_000), null);
	}

	private static ProfilingCost.Pair pair(long requests, double cpuMicros) {
		return new ProfilingCost.Pair(slice(requests, cpuMicros, 0.012), slice(1_000, 100, 0.002));
	}

	private static Slice slice(long requests, double cpuMicros, double profilerShare) {
		return new Slice(Endpoint.HELLO, requests, 1, cpuMicros * requests, 0, 0, profilerShare * cpuMicros * requests,
				0, 0, 0, 0, 0, 0);
	}

	private static Side side(double cpuMicros, long bytes) {
		return side(cpuMicros, bytes, 0);
	}

	private static Side side(double cpuMicros, long bytes, double jitMicros) {
		Slice slice = new Slice(Endpoint.HELLO, 1000, 2, cpuMicros, 30_000, jitMicros, 0, bytes * 1000, 900_000, 500,
				2000, 0.05, 0);
		return new Side(3, 6, 30 << 20, 40, new Side.Scrape(0, 0), "", List.of(slice));
	}

}
