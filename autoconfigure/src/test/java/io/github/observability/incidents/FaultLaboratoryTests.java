package io.github.observability.incidents;

import java.util.ArrayList;
import java.util.List;

import io.github.observability.testing.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plants faults in a simulated service and looks at whom the incidents suspect. Without
 * {@code -Pfull}, three faults are planted once each.
 */
class FaultLaboratoryTests {

	private static final List<Fault> FEW = List.of(Fault.SLOW_DATABASE, Fault.BAD_FLAG, Fault.EXHAUSTED_POOL);

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
		System.out.printf("First %.2f, among three %.2f, by z %.2f and %.2f, of %d%n", share(1, false), share(3, false),
				share(1, true), share(3, true), RESULTS.size());
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
			.flatExtracting((incident) -> ((Incident) incident).suspects())
			.allSatisfy((each) -> {
				Suspect suspect = (Suspect) each;
				assertThat(suspect.statement()).matches(".* (went from .* to .* )?at \\S+Z, .*the incident began");
				assertThat(suspect.statement().toLowerCase()).doesNotContain("cause").doesNotContain("because");
			});
		assertThat(RESULTS).flatExtracting(FaultLaboratory.Result::open)
			.allSatisfy((each) -> assertThat(((Incident) each).suspects()).hasSizeLessThanOrEqualTo(5));
	}

	@Test
	void stormsThatOverlapStayApart() {
		SimulatedService service = new SimulatedService(900, 0);
		service.run(60);
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
