package io.github.observability.cost.advice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The latest values of a bounded number of signals.
 */
public final class SignalWindow {

	/** Number of signals that are recorded at most. */
	public static final int MOST_SIGNALS = 200;

	private final int length;

	private final Map<String, double[]> rings = new LinkedHashMap<>();

	private long steps;

	private int refused;

	/**
	 * Create an empty window.
	 * @param length the number of steps that it holds
	 */
	public SignalWindow(int length) {
		this.length = length;
	}

	/**
	 * Add the values of a step. A signal without a value has none at this step.
	 * @param values the values by name, of which those beyond the limit are ignored
	 */
	public synchronized void add(Map<String, Double> values) {
		int at = (int) (this.steps % this.length);
		this.refused = 0;
		values.keySet().forEach((name) -> {
			if (!this.rings.containsKey(name)) {
				if (this.rings.size() < MOST_SIGNALS) {
					double[] ring = new double[this.length];
					Arrays.fill(ring, Double.NaN);
					this.rings.put(name, ring);
				}
				else {
					this.refused++;
				}
			}
		});
		this.rings.forEach((name, ring) -> ring[at] = values.getOrDefault(name, Double.NaN));
		this.steps++;
	}

	/**
	 * Return how many steps the window holds.
	 * @return the number, at most its length
	 */
	public synchronized int steps() {
		return (int) Math.min(this.steps, this.length);
	}

	/**
	 * Return how many signals of the last step found no place.
	 * @return the number
	 */
	public synchronized int refused() {
		return this.refused;
	}

	/**
	 * Return what was recorded, the oldest step first.
	 * @return the signals
	 */
	public synchronized List<Signal> signals() {
		int held = steps();
		List<Signal> signals = new ArrayList<>();
		this.rings.forEach((name, ring) -> {
			double[] values = new double[held];
			for (int i = 0; i < held; i++) {
				values[i] = ring[(int) ((this.steps - held + i) % this.length)];
			}
			signals.add(new Signal(name, values));
		});
		return signals;
	}

}
