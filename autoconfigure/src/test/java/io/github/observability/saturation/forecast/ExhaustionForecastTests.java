package io.github.observability.saturation.forecast;

import java.time.Duration;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExhaustionForecast}, on leaks that are planted and on loads without
 * one.
 */
class ExhaustionForecastTests {

	private static final Duration PERIOD = Duration.ofSeconds(10);

	private static final double STEP_HOURS = 10 / 3600.0;

	private static final int SEEDS = 10;

	private static final int WEEK = 7 * 24;

	private long nanos = Long.MAX_VALUE - 1_000;

	/** From a quarter of the way on, nine times of ten within 20 % of what is left. */
	@ParameterizedTest
	@EnumSource
	void foreseesWhatLeaks(Leak leak) {
		int right = 0;
		int all = 0;
		for (double hours : leak.hours) {
			for (int seed = 0; seed < SEEDS; seed++) {
				all++;
				if (isForeseen(leak, hours, new Random(1_000 * seed + (long) (10 * hours)))) {
					right++;
				}
			}
		}
		assertThat((double) right / all).as("%d of %d leaks", right, all).isGreaterThanOrEqualTo(0.9);
	}

	private boolean isForeseen(Leak leak, double hours, Random random) {
		ExhaustionForecast forecast = new ExhaustionForecast(PERIOD);
		double start = 0.1 + 0.3 * random.nextDouble();
		int right = 0;
		int asked = 0;
		for (double hour = 0; hour < hours; hour += STEP_HOURS) {
			double level = start + (1 - start) * hour / hours;
			Exhaustion exhaustion = read(forecast, leak.reading(level, hour, random));
			if (hour > hours / 4 && hour < 0.9 * hours) {
				double left = 3600 * (hours - hour);
				asked++;
				if (exhaustion != null && Math.abs(exhaustion.seconds() - left) <= 0.2 * left) {
					right++;
				}
			}
		}
		return right >= 0.9 * asked;
	}

	@ParameterizedTest
	@EnumSource
	void neverAlertsForAWeekWithoutALeak(Load load) {
		for (int seed = 0; seed < SEEDS; seed++) {
			Random random = new Random(seed);
			assertThat(alerts(WEEK, (hour) -> load.reading(hour, random))).as("hours to the alert of seed %s", seed)
				.isNaN();
		}
	}

	/** The first tooth has no other before it, and looks like a leak. */
	@ParameterizedTest
	@ValueSource(doubles = { 0.4, 0.6, 0.75, 1, 1.5, 3, 12, 24 })
	void neverAlertsForTeethThatTurnInTime(double period) {
		for (int seed = 0; seed < SEEDS; seed++) {
			Random random = new Random(seed);
			assertThat(alerts(3 * period,
					(hour) -> share(0.3 + 0.47 * ((hour / period) % 1) + 0.01 * random.nextGaussian())))
				.as("hours to the alert of seed %s", seed)
				.isNaN();
		}
	}

	@ParameterizedTest
	@EnumSource
	void alertsBeforeALeakIsFull(Leak leak) {
		for (double hours : leak.hours) {
			for (int seed = 0; seed < SEEDS; seed++) {
				Random random = new Random(seed);
				double start = 0.1 + 0.3 * random.nextDouble();
				assertThat(alerts(hours, (hour) -> leak.reading(start + (1 - start) * hour / hours, hour, random)))
					.as("hours to the alert of %s hours and seed %s", hours, seed)
					.isBetween(hours / 2, hours);
			}
		}
	}

	/**
	 * The rule: less than an hour left of what is above 80 %, for ten minutes.
	 * @return the hours until it alerts, {@code NaN} if it never does
	 */
	private double alerts(double hours, DoubleUnaryOperator readings) {
		ExhaustionForecast forecast = new ExhaustionForecast(PERIOD);
		int held = 0;
		for (double hour = 0; hour < hours; hour += STEP_HOURS) {
			double reading = readings.applyAsDouble(hour);
			Exhaustion exhaustion = read(forecast, reading);
			held = (exhaustion != null && exhaustion.seconds() < 3600 && reading > 0.8) ? held + 1 : 0;
			if (held == 60) {
				return hour;
			}
		}
		return Double.NaN;
	}

	@Test
	void startsAnewAfterARestart() {
		ExhaustionForecast forecast = new ExhaustionForecast(PERIOD);
		for (int i = 0; i < 360; i++) {
			read(forecast, 0.2 + 0.001 * i);
		}
		Exhaustion exhaustion = null;
		for (int i = 0; i < 600; i++) {
			exhaustion = read(forecast, 0.1 + 0.001 * i);
			if (i >= 10 && i < 440) {
				assertThat(exhaustion).as("reading %s, below what it reached before", i).isNull();
			}
		}
		assertThat(exhaustion).isNotNull();
		assertThat(exhaustion.seconds()).isBetween(2_900.0, 3_100.0);
	}

	@Test
	void saysNothingOfSteps() {
		ExhaustionForecast forecast = new ExhaustionForecast(PERIOD);
		Random random = new Random(5);
		for (double level : new double[] { 0.3, 0.6, 0.2, 0.7, 0.9 }) {
			for (int i = 0; i < 360; i++) {
				assertThat(read(forecast, level + 0.005 * random.nextGaussian())).as("reading %s at %s", i, level)
					.isNull();
			}
		}
	}

	@Test
	void hasABandThatHoldsTheTruth() {
		int inside = 0;
		int all = 0;
		for (int seed = 0; seed < 50; seed++) {
			Random random = new Random(seed);
			ExhaustionForecast forecast = new ExhaustionForecast(PERIOD);
			Exhaustion exhaustion = null;
			for (double hour = 0; hour < 1; hour += STEP_HOURS) {
				exhaustion = read(forecast, 0.3 + 0.7 * hour / 4 + 0.01 * random.nextGaussian());
			}
			assertThat(exhaustion).isNotNull();
			assertThat(exhaustion.earliestSeconds()).isLessThan(exhaustion.seconds());
			assertThat(exhaustion.latestSeconds()).isGreaterThan(exhaustion.seconds());
			all++;
			if (exhaustion.earliestSeconds() <= 3 * 3600 && exhaustion.latestSeconds() >= 3 * 3600) {
				inside++;
			}
		}
		assertThat((double) inside / all).isGreaterThan(0.8);
	}

	@Test
	void saysNothingOnceItStopsToRise() {
		ExhaustionForecast forecast = new ExhaustionForecast(PERIOD);
		Exhaustion rising = null;
		for (int i = 0; i < 360; i++) {
			rising = read(forecast, 0.2 + 0.001 * i);
		}
		assertThat(rising).isNotNull();
		Exhaustion falling = rising;
		for (int i = 0; i < 60; i++) {
			falling = read(forecast, 0.56 - 0.001 * i);
		}
		assertThat(falling).isNull();
	}

	@Test
	void bridgesMissingReadings() {
		ExhaustionForecast forecast = new ExhaustionForecast(PERIOD);
		Random random = new Random(3);
		Exhaustion exhaustion = null;
		for (int i = 0; i < 720; i++) {
			this.nanos += PERIOD.toNanos();
			if (random.nextInt(3) == 0) {
				exhaustion = forecast.read(this.nanos, 0.2 + 0.0005 * i + 0.002 * random.nextGaussian());
			}
		}
		assertThat(exhaustion).isNotNull();
		assertThat(exhaustion.seconds()).isBetween(8_500.0, 9_100.0);
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.1, 1.1 })
	void ignoresWhatIsNoShare(double reading) {
		ExhaustionForecast forecast = new ExhaustionForecast(PERIOD);
		assertThat(read(forecast, reading)).isNull();
		Exhaustion exhaustion = null;
		for (int i = 0; i < 360; i++) {
			exhaustion = read(forecast, 0.2 + 0.001 * i);
			read(forecast, reading);
		}
		assertThat(exhaustion).isNotNull();
	}

	@Test
	void ignoresAClockThatStandsOrJumpsBack() {
		ExhaustionForecast forecast = new ExhaustionForecast(PERIOD);
		for (int i = 0; i < 360; i++) {
			read(forecast, 0.2 + 0.001 * i);
			assertThat(forecast.read(this.nanos, 0.9)).isNull();
			assertThat(forecast.read(this.nanos - 1, 0.9)).isNull();
		}
		assertThat(read(forecast, 0.2 + 0.36)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 0.5, 1 })
	void saysNothingOfAConstant(double reading) {
		ExhaustionForecast forecast = new ExhaustionForecast(PERIOD);
		for (int i = 0; i < 2_000; i++) {
			assertThat(read(forecast, reading)).isNull();
		}
	}

	private @Nullable Exhaustion read(ExhaustionForecast forecast, double reading) {
		this.nanos += PERIOD.toNanos();
		return forecast.read(this.nanos, reading);
	}

	private static double share(double value) {
		return Math.max(0, Math.min(1, value));
	}

	/** What the readings of a leak look like, and how many hours it takes. */
	enum Leak {

		LITTLE_NOISE(1, 2, 8, 24) {

			@Override
			double reading(double level, double hour, Random random) {
				return share(level + 0.002 * random.nextGaussian());
			}

		},

		MUCH_NOISE(1, 2, 8, 24) {

			@Override
			double reading(double level, double hour, Random random) {
				return share(level + 0.03 * random.nextGaussian());
			}

		},

		/** As the heap, which is read after each collection, once a minute. */
		STAIRS(1, 2, 8, 24) {

			private double last;

			@Override
			double reading(double level, double hour, Random random) {
				if (hour == 0 || Math.floor(hour * 60) > Math.floor((hour - STEP_HOURS) * 60)) {
					this.last = share(level + 0.003 * random.nextGaussian());
				}
				return this.last;
			}

		};

		private final double[] hours;

		Leak(double... hours) {
			this.hours = hours;
		}

		abstract double reading(double level, double hour, Random random);

	}

	/** Loads that go up and down. */
	enum Load {

		STEADY {

			@Override
			double reading(double hour, Random random) {
				return share(0.7 + 0.02 * random.nextGaussian());
			}

		},

		SAWTOOTH {

			@Override
			double reading(double hour, Random random) {
				return share(0.3 + 0.5 * ((hour * 20) % 1) + 0.01 * random.nextGaussian());
			}

		},

		SLOW_SAWTOOTH {

			@Override
			double reading(double hour, Random random) {
				return share(0.3 + 0.5 * ((hour * 3) % 1) + 0.01 * random.nextGaussian());
			}

		},

		DAILY {

			@Override
			double reading(double hour, Random random) {
				return share(0.5 + 0.4 * Math.sin(Math.PI * (hour - 9) / 12) + 0.01 * random.nextGaussian());
			}

		},

		/** A process warms up after each of its deploys, four a day. */
		DEPLOYS {

			@Override
			double reading(double hour, Random random) {
				return share(0.6 - 0.5 * Math.exp(-6 * (hour % 6)) + 0.01 * random.nextGaussian());
			}

		},

		/** A pool of ten. */
		POOL {

			@Override
			double reading(double hour, Random random) {
				double busy = 0.5 + 0.3 * Math.sin(Math.PI * (hour - 9) / 12) + 0.15 * random.nextGaussian();
				return share(Math.round(10 * busy) / 10.0);
			}

		};

		abstract double reading(double hour, Random random);

	}

}
