package io.github.observability.cost.advice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Forty signals of a service, forty that repeat them, twenty that never change and twenty
 * of noise, in an order that tells nothing.
 */
final class PlantedSignals {

	static final int STEPS = 360;

	static final int BASES = 40;

	private static final int OTHERS = 20;

	private final Random random;

	private final List<Signal> signals = new ArrayList<>();

	PlantedSignals(long seed) {
		this.random = new Random(seed);
		List<double[]> hidden = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			hidden.add(slow(0.9 + 0.09 * this.random.nextDouble()));
		}
		List<double[]> bases = new ArrayList<>();
		for (int i = 0; i < BASES; i++) {
			bases.add(base(i, hidden.get(i % hidden.size())));
			this.signals.add(new Signal("base" + i, bases.get(i)));
		}
		for (int i = 0; i < BASES; i++) {
			double factor = Math.exp(6 * this.random.nextGaussian()) * (this.random.nextBoolean() ? 1 : -1);
			double offset = 1e3 * this.random.nextGaussian() * factor;
			double[] copy = new double[STEPS];
			for (int j = 0; j < STEPS; j++) {
				copy[j] = factor * bases.get(i)[j] + offset;
			}
			this.signals.add(new Signal("copy" + i, copy));
		}
		for (int i = 0; i < OTHERS; i++) {
			double[] constant = new double[STEPS];
			Arrays.fill(constant, 1e6 * this.random.nextGaussian());
			this.signals.add(new Signal("constant" + i, constant));
			double[] noise = new double[STEPS];
			for (int j = 0; j < STEPS; j++) {
				noise[j] = (i % 2 == 0) ? this.random.nextGaussian() : this.random.nextDouble();
			}
			this.signals.add(new Signal("noise" + i, noise));
		}
		Collections.shuffle(this.signals, this.random);
	}

	List<Signal> signals() {
		return this.signals;
	}

	/** Each kind of signal that services have, driven by what nobody measures. */
	private double[] base(int number, double[] hidden) {
		double[] values = new double[STEPS];
		double level = 0;
		double phase = 2 * Math.PI * this.random.nextDouble();
		double period = 30 + this.random.nextInt(100);
		double[] own = slow(0.95);
		for (int i = 0; i < STEPS; i++) {
			values[i] = switch (number % 5) {
				// A rate.
				case 0 -> Math.exp(0.5 * hidden[i] + 0.3 * own[i]);
				// A latency with a long tail.
				case 1 -> 0.02 * Math.exp(0.6 * hidden[i] + 0.4 * own[i] + 0.2 * this.random.nextGaussian());
				// A pool, in whole numbers.
				case 2 -> Math.max(0, Math.min(10, Math.round(5 + 2.5 * hidden[i] + own[i])));
				// A load that goes up and down.
				case 3 -> Math.sin(phase + 2 * Math.PI * i / period) + 0.3 * own[i];
				// Memory that is filled and emptied.
				default -> {
					level += 0.5 + Math.exp(0.3 * own[i]);
					if (level > 60 + 10 * this.random.nextDouble()) {
						level = 5 * this.random.nextDouble();
					}
					yield level;
				}
			};
		}
		return values;
	}

	private double[] slow(double memory) {
		double[] values = new double[STEPS];
		double value = this.random.nextGaussian();
		for (int i = 0; i < STEPS; i++) {
			value = memory * value + Math.sqrt(1 - memory * memory) * this.random.nextGaussian();
			values[i] = value;
		}
		return values;
	}

}
