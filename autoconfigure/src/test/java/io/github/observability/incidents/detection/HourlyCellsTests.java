package io.github.observability.incidents.detection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HourlyCellsTests {

	private static final int PER_HOUR = 20;

	@Test
	void hasTheMeanAndDeviationOfSevenDays() {
		Random random = new Random(3);
		HourlyCells cells = new HourlyCells();
		Deque<Double> window = new ArrayDeque<>();
		long hour = 480_000;
		for (int i = 0; i < 400; i++) {
			for (int j = 0; j < PER_HOUR; j++) {
				double value = 5 + i / 100.0 + random.nextGaussian();
				cells.add(hour, value);
				window.addLast(value);
			}
			hour++;
		}
		// One more value closes the last hour; its cell displaces that of a week ago.
		cells.add(hour, 0);
		while (window.size() > (HourlyCells.HOURS - 1) * PER_HOUR) {
			window.removeFirst();
		}
		double mean = window.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
		double variance = window.stream()
			.mapToDouble((value) -> (value - mean) * (value - mean))
			.average()
			.orElseThrow();
		assertThat(cells.mean()).isCloseTo(mean, Offset.offset(1e-5));
		assertThat(cells.deviation()).isCloseTo(Math.sqrt(variance), Offset.offset(1e-4));
	}

	@Test
	void forgetsHoursThatASeriesSkipped() {
		HourlyCells cells = new HourlyCells();
		cells.add(1_000, 5);
		cells.add(1_001, 6);
		assertThat(cells.meanOf(1_000)).isEqualTo(5);
		cells.add(1_400, 7);
		assertThat(cells.meanOf(1_399)).isNaN();
		assertThat(cells.age()).isEqualTo(400);
	}

}
