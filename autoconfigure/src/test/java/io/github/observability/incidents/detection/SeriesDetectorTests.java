package io.github.observability.incidents.detection;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.function.LongToDoubleFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class SeriesDetectorTests {

	private static final int HOUR = 360;

	private static final int DAY = 24 * HOUR;

	/** A Thursday. Steps are those of the wall clock. */
	private static final long START = 20_000L * DAY;

	private final Random random = new Random(7);

	private long step = START;

	private final SeriesDetector detector = new SeriesDetector(SeriesKind.LATENCY);

	/**
	 * Add values and return the number of steps at which the series was anomalous.
	 */
	private int add(SeriesDetector detector, int steps, LongToDoubleFunction values) {
		int anomalous = 0;
		for (int i = 0; i < steps; i++) {
			detector.add(this.step, values.applyAsDouble(this.step));
			this.step++;
			anomalous += detector.isAnomalous() ? 1 : 0;
		}
		return anomalous;
	}

	private double noise(double level) {
		return level * Math.exp(0.1 * this.random.nextGaussian());
	}

	@Test
	void seesAStepWithinTwoMinutes() {
		assertThat(add(this.detector, 2 * HOUR, (step) -> noise(0.1))).isZero();
		long began = this.step;
		add(this.detector, 12, (step) -> noise(0.3));
		assertThat(this.detector.isAnomalous()).isTrue();
		assertThat(this.detector.since()).isBetween(began, began + 5);
		assertThat(this.detector.before()).isBetween(0.09, 0.11);
		assertThat(this.detector.recent()).isBetween(0.25, 0.35);
		assertThat(this.detector.score()).isGreaterThan(5);
		assertThat(add(this.detector, 30, (step) -> noise(0.1))).isLessThan(30);
		assertThat(this.detector.isAnomalous()).isFalse();
	}

	@Test
	void acceptsAChangedLevelAfterAWhile() {
		add(this.detector, 2 * HOUR, (step) -> noise(0.1));
		assertThat(add(this.detector, 6 * HOUR, (step) -> noise(0.3))).isLessThan(2 * HOUR);
		assertThat(this.detector.isAnomalous()).isFalse();
		assertThat(this.detector.baseline()).isBetween(0.27, 0.33);
	}

	@Test
	void ignoresAnOutlierOfOneStep() {
		add(this.detector, 2 * HOUR, (step) -> noise(0.1));
		assertThat(add(this.detector, HOUR, (step) -> (step % 97 == 0) ? 2 : noise(0.1))).isZero();
	}

	@Test
	void ignoresAnEffectTooSmallToMatter() {
		add(this.detector, 2 * HOUR, (step) -> 0.1);
		assertThat(add(this.detector, HOUR, (step) -> 0.12)).isZero();
	}

	@Test
	void doesNotReportAgainWhatTheLastDayShowed() {
		LongToDoubleFunction nightly = (step) -> noise(
				((step - START) % DAY < HOUR / 2 && step > START + DAY / 2) ? 0.25 : 0.1);
		assertThat(add(this.detector, DAY + HOUR, nightly)).as("the first night").isPositive();
		assertThat(add(this.detector, DAY, nightly)).as("the second night, which the slow level sees first")
			.isNotNegative();
		assertThat(add(this.detector, 6 * DAY, nightly)).as("the nights after it").isLessThan(HOUR / 2);
	}

	@Test
	void seesALargerScoreThanThatOfTheLastDay() {
		add(this.detector, DAY, (step) -> noise((step % DAY < HOUR / 2) ? 0.2 : 0.1));
		add(this.detector, HOUR, (step) -> noise(0.1));
		assertThat(add(this.detector, HOUR / 4, (step) -> noise(1.5))).isPositive();
	}

	@ParameterizedTest
	@EnumSource(SeriesKind.class)
	void findsNothingInAConstantSeries(SeriesKind kind) {
		for (double constant : new double[] { 0, 0.5, 1e-12, 1e12 }) {
			SeriesDetector constantDetector = new SeriesDetector(kind);
			assertThat(add(constantDetector, 2 * DAY, (step) -> constant)).isZero();
			assertThat(constantDetector.score()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(SeriesKind.class)
	void findsNothingInASeriesThatRisesSlowly(SeriesKind kind) {
		SeriesDetector rising = new SeriesDetector(kind);
		assertThat(add(rising, 5 * DAY, (step) -> 0.1 + 0.8 * (step - START) / (5.0 * DAY))).isZero();
	}

	@ParameterizedTest
	@EnumSource(SeriesKind.class)
	void hasNoScoreForWhatIsNotFinite(SeriesKind kind) {
		SeriesDetector detector = new SeriesDetector(kind);
		add(detector, 2 * HOUR, (step) -> noise(0.5));
		for (double value : new double[] { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY }) {
			detector.add(this.step++, value);
			assertThat(detector.score()).isNaN();
			assertThat(detector.isAnomalous()).isFalse();
		}
		detector.add(this.step++, 0.5);
		assertThat(detector.score()).isFinite();
		assertThat(detector.baseline()).isFinite();
	}

	@Test
	void hasNoScoreBeforeItKnowsTheSeries() {
		add(this.detector, SeriesDetector.WARM_UP - 1, (step) -> noise(0.1));
		assertThat(this.detector.score()).isNaN();
		assertThat(this.detector.baseline()).isNaN();
		add(this.detector, 2, (step) -> noise(0.1));
		assertThat(this.detector.score()).isFinite();
	}

	@Test
	void findsNothingAfterAGapOfAnHour() {
		add(this.detector, 3 * HOUR, (step) -> noise(0.1));
		this.step += HOUR;
		assertThat(add(this.detector, 3 * HOUR, (step) -> noise(0.11))).isZero();
	}

	@Test
	void endsAnAnomalyWhenTheSeriesFallsSilent() {
		add(this.detector, 2 * HOUR, (step) -> noise(0.1));
		add(this.detector, 20, (step) -> noise(0.4));
		assertThat(this.detector.isAnomalous()).isTrue();
		add(this.detector, 40, (step) -> Double.NaN);
		assertThat(this.detector.isAnomalous()).isFalse();
	}

	@Test
	void learnsAgainAfterALongGap() {
		add(this.detector, 3 * HOUR, (step) -> noise(0.1));
		this.step += 4 * HOUR;
		assertThat(add(this.detector, 3 * HOUR, (step) -> noise(0.5))).isZero();
	}

	@Test
	void learnsAgainWhenTheClockIsSetBack() {
		add(this.detector, 3 * HOUR, (step) -> noise(0.1));
		this.step -= 2 * HOUR;
		assertThat(add(this.detector, SeriesDetector.WARM_UP, (step) -> noise(0.4))).isZero();
		assertThat(this.detector.score()).isNaN();
		assertThat(add(this.detector, 3 * HOUR, (step) -> noise(0.4))).isZero();
	}

	@Test
	void findsNothingWhenTheClockJumpsForward() {
		add(this.detector, 3 * HOUR, (step) -> noise(0.1));
		this.step += 30L * DAY;
		assertThat(add(this.detector, 2 * HOUR, (step) -> noise(0.1))).isZero();
	}

	@Test
	void hasNoRateAfterACounterReset() {
		CounterRate rate = new CounterRate();
		assertThat(rate.next(100, 10)).isNaN();
		assertThat(rate.next(150, 10)).isEqualTo(5);
		assertThat(rate.next(20, 10)).isNaN();
		assertThat(rate.next(30, 10)).isEqualTo(1);
		assertThat(rate.next(30, 0)).isNaN();
		assertThat(rate.next(Double.NaN, 10)).isNaN();
	}

	@Test
	void knowsTheHourOfTheWeekOnlyAfterTwoWeeks() {
		LongToDoubleFunction weekly = (step) -> {
			long hour = step / HOUR % 168;
			return noise((hour % 24 >= 9 && hour % 24 < 17 && hour / 24 < 5) ? 0.4 : 0.1);
		};
		add(this.detector, 14 * DAY, weekly);
		assertThat(this.detector.isSeasonal()).isFalse();
		add(this.detector, 5 * DAY, weekly);
		assertThat(this.detector.isSeasonal()).isTrue();
		assertThat(this.detector.baseline()).isFinite();
	}

	@Test
	void doesNotUseTheHourOfTheWeekWhereItForecastsWorse() {
		double[] level = { 0.1 };
		LongToDoubleFunction walk = (step) -> {
			level[0] *= Math.exp(0.01 * this.random.nextGaussian());
			return level[0];
		};
		add(this.detector, 22 * DAY, walk);
		assertThat(this.detector.isSeasonal()).isFalse();
	}

	@Test
	void continuesFromWhatItHasWritten() throws IOException {
		add(this.detector, DAY + HOUR, (step) -> noise(0.1));
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		this.detector.write(new DataOutputStream(bytes));
		SeriesDetector copy = new SeriesDetector(SeriesKind.LATENCY);
		copy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
		for (int i = 0; i < 2 * HOUR; i++) {
			double value = noise(0.1);
			this.detector.add(this.step, value);
			copy.add(this.step++, value);
			assertThat(copy.score()).isEqualTo(this.detector.score());
		}
		assertThat(copy.baseline()).isEqualTo(this.detector.baseline());
		assertThat(bytes.size()).isLessThan(5_000);
	}

}
