package io.github.observability.incidents.detection;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * How far the latest values of a series lie from earlier ones, by medians and the
 * interquartile range, as BARO's scorer (Pham et al., FSE 2024) does: an outlier moves
 * neither.
 *
 * @param before the median of the earlier values
 * @param now the median of the latest values
 * @param score their distance in interquartile ranges, 0 if it does not matter
 * @param since the index of the first value that lies outside the earlier ones and is
 * followed by others
 */
public record Shift(double before, double now, double score, int since) {

	/** Fewer earlier values tell nothing about the usual range. */
	private static final int FEWEST = 30;

	private static final int FEWEST_LATEST = 3;

	/** A value this many ranges off is outside. */
	private static final double OUTSIDE = 2;

	private static final int PERSISTENCE = 3;

	/**
	 * Compare values.
	 * @param kind what they measure
	 * @param values the values, {@code NaN} where one is missing
	 * @param split the index of the first value that may be a late one
	 * @param latest the index of the first value that counts as one of the latest
	 * @return the shift, {@code null} if it cannot be judged
	 */
	public static @Nullable Shift of(SeriesKind kind, double[] values, int split, int latest) {
		double[] earlier = scaled(kind, values, 0, split);
		double[] late = scaled(kind, values, latest, values.length);
		if (earlier.length < FEWEST || late.length < FEWEST_LATEST) {
			return null;
		}
		double before = quantile(earlier, 0.5);
		double now = quantile(late, 0.5);
		double range = Math.max(quantile(earlier, 0.75) - quantile(earlier, 0.25), 2 * kind.scaleFloor());
		double readableBefore = kind.unscaled(before);
		double readableNow = kind.unscaled(now);
		boolean matters = kind.effect(readableNow, readableBefore) >= kind.minEffect();
		return new Shift(readableBefore, readableNow, matters ? Math.abs(now - before) / range : 0,
				since(kind, values, split, before, Math.signum(now - before) * OUTSIDE * range));
	}

	private static int since(SeriesKind kind, double[] values, int split, double before, double outside) {
		int run = 0;
		for (int i = split; i < values.length; i++) {
			if (Double.isFinite(values[i])) {
				double distance = kind.scaled(values[i]) - before;
				run = ((outside > 0) ? distance > outside : distance < outside) ? run + 1 : 0;
				if (run == PERSISTENCE) {
					return i - PERSISTENCE + 1;
				}
			}
		}
		return split;
	}

	private static double[] scaled(SeriesKind kind, double[] values, int from, int to) {
		return Arrays.stream(values, Math.max(0, from), Math.max(from, to))
			.filter(Double::isFinite)
			.map(kind::scaled)
			.sorted()
			.toArray();
	}

	private static double quantile(double[] sorted, double quantile) {
		double position = quantile * (sorted.length - 1);
		int index = (int) position;
		double above = sorted[Math.min(index + 1, sorted.length - 1)];
		return sorted[index] + (position - index) * (above - sorted[index]);
	}

	/**
	 * Whether the values rose.
	 * @return whether they did
	 */
	public boolean isRise() {
		return this.now > this.before;
	}

}
