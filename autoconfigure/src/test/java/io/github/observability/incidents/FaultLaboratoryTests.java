package io.github.observability.incidents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.observability.testing.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plants faults in a simulated service and looks at whom the incidents suspect. Without
 * {@code -Pfull}, three faults are planted once each.
 */
class FaultLaboratoryTests {

	private static final List<Fault> FEW = List.of(Fault.SLOW_DATABASE, Fault.BAD_FLAG, Fault.EXHAUSTED_POOL);

	private static final Path PAGE = Path.of("..", "docs", "incidents.md");

	private static final Path PICTURE = Path.of("..", "docs", "images", "incident.svg");

	private static final String BEGIN = "<!-- Rendered by FaultLaboratoryTests. -->";

	private static final String RESULTS_BEGIN = "<!-- Rendered by FaultLaboratoryTests: results. -->";

	private static final List<FaultLaboratory.Result> RESULTS = results();

	private static List<FaultLaboratory.Result> results() {
		List<FaultLaboratory.Result> results = new ArrayList<>();
		for (Fault fault : (Volume.of(0, 1) == 1) ? List.of(Fault.values()) : FEW) {
			for (int seed = 0; seed < Volume.of(1, 5); seed++) {
				results.add(FaultLaboratory.run(fault, seed));
			}
		}
		return results;
	}

	private static double share(int most, boolean byZ) {
		long hits = RESULTS.stream()
			.mapToInt((result) -> byZ ? result.zRank() : result.rank())
			.filter((rank) -> rank > 0 && rank <= most)
			.count();
		return (double) hits / RESULTS.size();
	}

	@Test
	void eachFaultOpensAnIncident() {
		assertThat(RESULTS).allSatisfy((result) -> {
			assertThat(result.before()).as("before %s", result.fault()).isZero();
			assertThat(result.open()).as("%s", result.fault()).isNotEmpty();
		});
	}

	@Test
	void suspectsThePlantedCause() {
		assertThat(share(3, false)).as("among the first three").isGreaterThanOrEqualTo(0.9);
		assertThat(share(1, false)).as("first").isGreaterThanOrEqualTo(0.7);
	}

	@Test
	void isBetterThanTheLargestZAlone() {
		assertThat(share(1, false) - share(1, true)).isGreaterThanOrEqualTo(0.15);
		assertThat(share(3, false) - share(3, true)).isGreaterThanOrEqualTo(0.15);
	}

	@Test
	void claimsNoMoreThanWasMeasured() {
		assertThat(RESULTS).flatExtracting(FaultLaboratory.Result::open)
			.flatExtracting(Incident::suspects)
			.allSatisfy((suspect) -> {
				assertThat(suspect.statement()).matches(
						".* (went from .* to .* )?(at|up to) \\S+Z, .*the incident began(; full in .* if it goes on .*)?");
				assertThat(suspect.statement().toLowerCase(Locale.ROOT)).doesNotContain("cause")
					.doesNotContain("because");
			});
		assertThat(RESULTS).flatExtracting(FaultLaboratory.Result::open)
			.allSatisfy((each) -> assertThat(each.suspects()).hasSizeLessThanOrEqualTo(5));
	}

	@Test
	void pageShowsAnIncident() throws IOException {
		Incident incident = RESULTS.stream()
			.filter((result) -> result.fault() == Fault.SLOW_DATABASE)
			.findFirst()
			.orElseThrow()
			.open()
			.get(0);
		List<String> lines = new ArrayList<>(List.of(BEGIN, "", "```json", "{"));
		lines.add("  \"id\": " + json(incident.id()) + ", \"open\": true, \"begin\": " + json(incident.begin()) + ",");
		lines.add("  \"routes\": " + json(incident.routes()) + ",");
		lines.add("  \"objectives\": " + json(incident.objectives()) + ",");
		lines.add("  \"members\": [");
		lines.add(incident.members().stream().map((each) -> "    " + json(each)).collect(Collectors.joining(",\n")));
		lines.add("  ],");
		lines.add("  \"suspects\": [");
		lines.add(incident.suspects().stream().map((each) -> "    " + json(each)).collect(Collectors.joining(",\n")));
		lines.addAll(List.of("  ]", "}", "```", ""));
		isUpToDate(BEGIN, "<!-- End. -->", String.join("\n", lines));
	}

	@Test
	void pageDrawsTheIncident() throws IOException {
		FaultLaboratory.Result result = RESULTS.stream()
			.filter((each) -> each.fault() == Fault.SLOW_DATABASE)
			.findFirst()
			.orElseThrow();
		String picture = IncidentPicture.draw(result.open().get(0), result.series(), List.of("latency POST /rides",
				"latency database orders", "utilization jdbc.orders", "traffic POST /rides"));
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(PICTURE, picture);
		}
		assertThat(PICTURE).content().isEqualTo(picture);
		assertThat(PAGE).content().contains("images/incident.svg");
	}

	@Test
	void pageShowsTheResults() throws IOException {
		if (Volume.of(0, 1) == 0) {
			assertThat(PAGE).content().contains(RESULTS_BEGIN + "\n\n| Ranking");
			return;
		}
		String rendered = String.join("\n", RESULTS_BEGIN, "",
				"| Ranking | Planted cause first | Among the first three | Runs |", "| --- | --- | --- | --- |",
				row("shift and priors", false), row("largest z alone", true), "");
		isUpToDate(RESULTS_BEGIN, "<!-- End of results. -->", rendered);
	}

	private static String row(String name, boolean byZ) {
		return String.format(Locale.ROOT, "| %s | %.0f %% | %.0f %% | %d |", name, 100 * share(1, byZ),
				100 * share(3, byZ), RESULTS.size());
	}

	private static String json(Object value) {
		return JsonMapper.shared().writeValueAsString(value);
	}

	private static void isUpToDate(String begin, String end, String rendered) throws IOException {
		String page = Files.readString(PAGE);
		int from = page.indexOf(begin);
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(PAGE, page.substring(0, from) + rendered + page.substring(page.indexOf(end, from)));
		}
		assertThat(PAGE).content().contains(rendered);
	}

	@Test
	void stormsThatOverlapStayApart() {
		SimulatedService service = new SimulatedService(900, 0);
		service.run(50);
		List<Fault> storms = List.of(Fault.SLOW_DEPENDENCY, Fault.BROKEN_REGION, Fault.FAILING_DEPENDENCY);
		for (Fault fault : storms) {
			service.begin(fault);
			service.run(5);
		}
		List<Incident> open = service.monitor().now();
		assertThat(open).hasSize(3);
		for (int i = 0; i < 3; i++) {
			assertThat(storms.get(i).isPlanted(open.get(i).suspects().get(0).subject())).isTrue();
		}
		storms.forEach(service::end);
		service.run(60);
		assertThat(service.monitor().now()).isEmpty();
		assertThat(service.closed).hasSize(3)
			.allSatisfy((incident) -> assertThat(incident.end()).isAfter(incident.begin()));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 0.7 })
	void findsNoIncidentInTwoHoursOfNormalLoad(double amplitude) {
		for (int seed = 500; seed < 500 + Volume.of(1, 5); seed++) {
			SimulatedService service = new SimulatedService(seed, amplitude);
			service.run(160);
			assertThat(service.opened).isEmpty();
		}
	}

}
