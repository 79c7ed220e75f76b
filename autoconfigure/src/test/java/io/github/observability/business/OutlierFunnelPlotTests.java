package io.github.observability.business;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.observability.testing.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class OutlierFunnelPlotTests {

	private static final int RUNS = Volume.of(500, 2_000);

	private static final double BASE_RATE = 0.02;

	private static final double NATURAL_SPREAD = 0.15;

	@ParameterizedTest
	@ValueSource(ints = { 5, 10, 20 })
	void findsARegionAtThreeTimesTheRateAndHardlyAnyOther(int regions) {
		Random random = new Random(20261124);
		int found = 0;
		int withFalse = 0;
		for (int run = 0; run < RUNS; run++) {
			List<String> outliers = outliers(simulate(random, regions, 3));
			found += outliers.contains("region-0") ? 1 : 0;
			withFalse += outliers.stream().anyMatch((name) -> !name.equals("region-0")) ? 1 : 0;
		}
		System.out.printf("%d regions: found %.2f %%, with a false one %.2f %%%n", regions, 100.0 * found / RUNS,
				100.0 * withFalse / RUNS);
		assertThat((double) found / RUNS).isGreaterThanOrEqualTo(0.93);
		assertThat((double) withFalse / RUNS).isLessThanOrEqualTo(0.03);
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, 10, 20 })
	void findsNobodyWhereAllAreAlike(int regions) {
		Random random = new Random(20261125);
		int withFalse = 0;
		for (int run = 0; run < RUNS; run++) {
			withFalse += outliers(simulate(random, regions, 1)).isEmpty() ? 0 : 1;
		}
		System.out.printf("%d regions, none bad: with a false one %.2f %%%n", regions, 100.0 * withFalse / RUNS);
		assertThat((double) withFalse / RUNS).isLessThanOrEqualTo(0.03);
	}

	/**
	 * Volumes from 1,000 to 50,000 on a logarithmic scale; the first region fails so many
	 * times as often.
	 */
	private static List<OutlierFunnelPlot.Group> simulate(Random random, int regions, double factor) {
		List<OutlierFunnelPlot.Group> groups = new ArrayList<>();
		for (int i = 0; i < regions; i++) {
			long events = Math.round(1_000 * Math.pow(50, random.nextDouble()));
			double nature = Math.max(0.1, 1 + NATURAL_SPREAD * random.nextGaussian());
			double rate = BASE_RATE * nature * ((i == 0) ? factor : 1);
			groups.add(new OutlierFunnelPlot.Group("region-" + i, events, binomial(random, events, rate)));
		}
		return groups;
	}

	private static long binomial(Random random, long events, double rate) {
		double expected = events * rate;
		if (expected > 100) {
			return Math.round(expected + Math.sqrt(expected * (1 - rate)) * random.nextGaussian());
		}
		long failures = 0;
		for (long i = 0; i < events; i++) {
			failures += (random.nextDouble() < rate) ? 1 : 0;
		}
		return failures;
	}

	private static List<String> outliers(List<OutlierFunnelPlot.Group> groups) {
		return OutlierFunnelPlot.judge(groups)
			.stream()
			.filter(OutlierFunnelPlot.Verdict::outlier)
			.map((verdict) -> verdict.group().name())
			.toList();
	}

	@Test
	void isNotMaskedByTheOutlierItself() {
		// A z-score of 5 values is at most 2 by their own standard deviation.
		assertThat(outliers(groups(10_000, 200, 10_000, 210, 10_000, 190, 10_000, 205, 10_000, 700)))
			.containsExactly("group-4");
	}

	@Test
	void leavesSmallDifferencesThatAreCertainAlone() {
		assertThat(outliers(groups(1_000_000, 20_000, 1_000_000, 20_010, 1_000_000, 19_990, 1_000_000, 34_000)))
			.isEmpty();
		assertThat(outliers(groups(1_000_000, 20_000, 1_000_000, 20_010, 1_000_000, 19_990, 1_000_000, 36_000)))
			.containsExactly("group-3");
	}

	@Test
	void leavesOneFailureAmongFewAlone() {
		assertThat(outliers(groups(100, 1, 50_000, 25, 50_000, 24, 50_000, 26, 50_000, 25))).isEmpty();
	}

	@Test
	void findsTheOnlyGroupThatFails() {
		assertThat(outliers(groups(1_000, 0, 1_000, 0, 1_000, 0, 1_000, 0, 1_000, 30))).containsExactly("group-4");
	}

	@Test
	void findsNobodyWhereNothingFailsOrNobodyIsThere() {
		assertThat(outliers(groups(1_000, 0, 1_000, 0, 1_000, 0))).isEmpty();
		assertThat(OutlierFunnelPlot.judge(List.of())).isEmpty();
	}

	@Test
	void comparesNoFewerThanThree() {
		assertThat(outliers(groups(10_000, 100, 10_000, 5_000))).isEmpty();
	}

	@Test
	void findsTwoBadOnesAmongSix() {
		assertThat(outliers(groups(5_000, 100, 5_000, 95, 5_000, 105, 5_000, 99, 5_000, 320, 5_000, 400)))
			.containsExactly("group-4", "group-5");
	}

	@ParameterizedTest
	@CsvSource({ "0, 0.5", "1.644854, 0.05", "2.326348, 0.01", "3.090232, 0.001", "-1.644854, 0.95" })
	void knowsTheNormalDistribution(double z, double probability) {
		assertThat(OutlierFunnelPlot.upperTail(z)).isCloseTo(probability, within(1e-6));
	}

	private static List<OutlierFunnelPlot.Group> groups(long... eventsAndFailures) {
		List<OutlierFunnelPlot.Group> groups = new ArrayList<>();
		for (int i = 0; i < eventsAndFailures.length; i += 2) {
			groups.add(new OutlierFunnelPlot.Group("group-" + i / 2, eventsAndFailures[i], eventsAndFailures[i + 1]));
		}
		return groups;
	}

}
