package io.github.observability.incidents.detection;

import java.util.Arrays;
import java.util.Random;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShiftTests {

	private final double[] values = new Random(1).doubles(200, 0.09, 0.11).toArray();

	@Test
	void tellsHowFarAndSinceWhen() {
		Arrays.fill(this.values, 150, 200, 0.4);
		Shift shift = Shift.of(SeriesKind.LATENCY, this.values, 140, 182);
		assertThat(shift).isNotNull();
		assertThat(shift.before()).isCloseTo(0.1, Offset.offset(0.005));
		assertThat(shift.now()).isCloseTo(0.4, Offset.offset(1e-9));
		assertThat(shift.score()).isGreaterThan(10);
		assertThat(shift.since()).isEqualTo(150);
		assertThat(shift.isRise()).isTrue();
	}

	@Test
	void isNotMovedByOutliers() {
		for (int i = 0; i < 200; i += 10) {
			this.values[i] = 50;
		}
		Shift shift = Shift.of(SeriesKind.LATENCY, this.values, 140, 182);
		assertThat(shift).isNotNull();
		assertThat(shift.score()).isZero();
	}

	@Test
	void ignoresAnEffectTooSmallToMatter() {
		Arrays.fill(this.values, 0.1);
		Arrays.fill(this.values, 150, 200, 0.11);
		Shift shift = Shift.of(SeriesKind.LATENCY, this.values, 140, 182);
		assertThat(shift).isNotNull();
		assertThat(shift.score()).isZero();
	}

	@Test
	void cannotJudgeWhatIsMissing() {
		assertThat(Shift.of(SeriesKind.LATENCY, this.values, 10, 182)).isNull();
		Arrays.fill(this.values, 180, 200, Double.NaN);
		assertThat(Shift.of(SeriesKind.LATENCY, this.values, 140, 182)).isNull();
	}

}
