package io.github.observability.incidents.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A series as services have them, with trend, time of day and week, autocorrelated and
 * heavy-tailed noise, nightly jobs, outliers of one step, gaps and counter resets. These
 * are normal. Half of the series have anomalies: level shifts, bursts, drifts and
 * collapses.
 */
final class GeneratedSeries {

	static final int STEPS_PER_DAY = 8640;

	private static final double FIRST_ANOMALY_DAY = 1.2;

	final SeriesKind kind;

	final Shape shape;

	final double[] values;

	final List<Anomaly> anomalies = new ArrayList<>();

	private GeneratedSeries(Shape shape, double[] values) {
		this.shape = shape;
		this.kind = shape.kind;
		this.values = values;
	}

	/**
	 * Generate a series.
	 * @param seed determines everything
	 * @param days its length
	 */
	static GeneratedSeries of(long seed, int days) {
		Random random = new Random(seed * 7919 + 17);
		Shape shape = Shape.values()[(int) (seed % Shape.values().length)];
		GeneratedSeries series = new GeneratedSeries(shape, new double[days * STEPS_PER_DAY]);
		boolean anomalous = (seed / Shape.values().length) % 2 == 0;
		if (anomalous) {
			series.plant(random, days);
		}
		series.generate(random, days);
		return series;
	}

	private void plant(Random random, int days) {
		double first = FIRST_ANOMALY_DAY;
		double room = (days - 0.5 - first) / 3;
		for (int i = 0; i < 3; i++) {
			int start = (int) ((first + (i + 0.8 * random.nextDouble()) * room) * STEPS_PER_DAY);
			Pattern pattern = Pattern.values()[random.nextInt(Pattern.values().length)];
			if (pattern == Pattern.COLLAPSE && this.kind != SeriesKind.RATE) {
				pattern = Pattern.SHIFT;
			}
			int length = switch (pattern) {
				case SHIFT, COLLAPSE -> 270 + random.nextInt(800);
				case BURST -> 24 + random.nextInt(40);
				case DRIFT -> 540 + random.nextInt(360);
			};
			double size = switch (this.kind) {
				case RATE ->
					(pattern == Pattern.COLLAPSE) ? 0.05 + 0.3 * random.nextDouble() : 2.2 + 2 * random.nextDouble();
				case LATENCY -> 2 + 3 * random.nextDouble();
				case RATIO -> 0.06 + 0.3 * random.nextDouble();
				case UTILIZATION -> 0.35 + 0.15 * random.nextDouble();
				default -> 15 + 35 * random.nextDouble();
			};
			this.anomalies.add(new Anomaly(pattern, start, start + length, size));
		}
	}

	private void generate(Random random, int days) {
		double phase = random.nextDouble();
		double season = 0.3 + 0.4 * random.nextDouble();
		double weekend = 0.5 + 0.4 * random.nextDouble();
		double trend = (random.nextInt(3) == 0) ? 0.6 * random.nextDouble() / days : 0;
		boolean nightly = random.nextInt(4) == 0;
		int gap = (random.nextInt(3) == 0) ? (int) ((1 + random.nextDouble() * (days - 2)) * STEPS_PER_DAY) : -1;
		double level = Math.exp(2 * random.nextGaussian() / 3);
		double persistence = 0.5 + 0.45 * random.nextDouble();
		double noise = 0;
		double total = 0;
		CounterRate rate = new CounterRate();
		for (int step = 0; step < this.values.length; step++) {
			double day = (double) step / STEPS_PER_DAY;
			double daily = 1 + season * Math.sin(2 * Math.PI * (day + phase));
			double weekly = ((int) day % 7 >= 5) ? weekend : 1;
			double load = daily * weekly * (1 + trend * day);
			noise = persistence * noise + Math.sqrt(1 - persistence * persistence) * random.nextGaussian();
			double batch = (nightly && Math.abs((day % 1) - 0.1) < 0.007) ? 1 : 0;
			double effect = effect(step);
			boolean missing = step >= gap && step < gap + 360 && gap >= 0;
			boolean outlier = random.nextInt(3000) == 0;
			double value = switch (this.shape) {
				case BUSY_RATE, QUIET_RATE, RESET_RATE -> {
					double base = (this.shape == Shape.QUIET_RATE) ? 0.6 * level : 20 * level;
					double expected = base * load * factor(effect) * (1 + 0.08 * noise) * 10;
					total += poisson(random, Math.max(0, expected) * (outlier ? 3 : 1));
					if (this.shape == Shape.RESET_RATE && step % 10_007 == 10_006) {
						total = 0;
					}
					double next = rate.next(total, 10);
					yield next;
				}
				case LATENCY -> 0.08 * level * Math.pow(load, 0.25) * Math.exp(0.15 * noise + 0.5 * batch)
						* factor(effect) * (outlier ? 5 : 1);
				case TAIL_LATENCY -> 0.3 * level * Math.exp(0.3 * noise + 0.1 * Math.abs(random.nextGaussian()) * noise)
						* factor(effect) * ((random.nextInt(400) == 0) ? 4 : 1);
				case ERROR_RATIO -> {
					int requests = 20 + poisson(random, 150 * load);
					double share = Math.min(1, 0.002 * level + ((effect > 0) ? effect : 0));
					yield (double) poisson(random, requests * share) / requests;
				}
				case UTILIZATION -> Math.max(0,
						Math.min(1, 0.18 * load + 0.05 + 0.03 * noise + 0.1 * batch + ((effect > 0) ? effect : 0)));
				case SAWTOOTH -> Math.max(0,
						Math.min(1, 0.25 + 0.15 * ((step % 97) / 97.0) + 0.02 * noise + ((effect > 0) ? effect : 0)));
				case WAITING -> Math.max(0, 0.01 * level * load * Math.abs(random.nextGaussian())
						* ((random.nextInt(50) == 0) ? 4 : 1) * ((effect > 0) ? effect : 1));
			};
			this.values[step] = missing ? Double.NaN : value;
		}
	}

	private static double factor(double effect) {
		return (effect == 0) ? 1 : effect;
	}

	private static int poisson(Random random, double mean) {
		if (mean > 30) {
			return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
		}
		double limit = Math.exp(-mean);
		double product = random.nextDouble();
		int count = 0;
		while (product > limit) {
			product *= random.nextDouble();
			count++;
		}
		return count;
	}

	/**
	 * The effect of the anomaly at a step, 0 without one.
	 */
	private double effect(int step) {
		for (Anomaly anomaly : this.anomalies) {
			if (step >= anomaly.start && step < anomaly.end) {
				double share = (anomaly.pattern == Pattern.DRIFT)
						? Math.min(1, 1.4 * (step - anomaly.start) / (anomaly.end - anomaly.start)) : 1;
				boolean factor = this.kind == SeriesKind.RATE || this.kind == SeriesKind.LATENCY
						|| this.kind == SeriesKind.QUANTITY;
				return factor ? 1 + share * (anomaly.size - 1) : share * anomaly.size;
			}
		}
		return 0;
	}

	enum Shape {

		BUSY_RATE(SeriesKind.RATE), LATENCY(SeriesKind.LATENCY), ERROR_RATIO(SeriesKind.RATIO),
		UTILIZATION(SeriesKind.UTILIZATION), WAITING(SeriesKind.QUANTITY), QUIET_RATE(SeriesKind.RATE),
		TAIL_LATENCY(SeriesKind.LATENCY), SAWTOOTH(SeriesKind.UTILIZATION), RESET_RATE(SeriesKind.RATE);

		final SeriesKind kind;

		Shape(SeriesKind kind) {
			this.kind = kind;
		}

	}

	enum Pattern {

		SHIFT, BURST, DRIFT, COLLAPSE

	}

	/**
	 * A planted anomaly.
	 *
	 * @param pattern its pattern
	 * @param start its first step
	 * @param end the step after its last
	 * @param size the factor or difference
	 */
	record Anomaly(Pattern pattern, int start, int end, double size) {

	}

}
