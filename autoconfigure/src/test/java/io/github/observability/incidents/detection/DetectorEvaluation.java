package io.github.observability.incidents.detection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Runs detectors over generated series and counts what they find and what they make up.
 */
final class DetectorEvaluation {

	static final String FOREST = "Random Cut Forest of minutes with refractory time, 36 series";

	/** Episodes with fewer quiet steps between them are one. */
	private static final int MERGED = 30;

	/** Time after an anomaly in which its end is seen, in steps. */
	private static final int AFTERWARDS = 120;

	double days;

	int falseEpisodes;

	int planted;

	int found;

	static DetectorEvaluation of(long firstSeed, int count, int days, Function<SeriesKind, Detector> detectors) {
		DetectorEvaluation evaluation = new DetectorEvaluation();
		for (long seed = firstSeed; seed < firstSeed + count; seed++) {
			evaluation.run(GeneratedSeries.of(seed, days), detectors);
		}
		return evaluation;
	}

	private void run(GeneratedSeries series, Function<SeriesKind, Detector> detectors) {
		Detector detector = detectors.apply(series.kind);
		List<int[]> episodes = new ArrayList<>();
		for (int step = 0; step < series.values.length; step++) {
			if (detector.isAnomalous(step, series.values[step])) {
				int[] last = episodes.isEmpty() ? null : episodes.get(episodes.size() - 1);
				if (last != null && step - last[1] <= MERGED) {
					last[1] = step;
				}
				else {
					episodes.add(new int[] { step, step });
				}
			}
		}
		this.days += (double) series.values.length / GeneratedSeries.STEPS_PER_DAY;
		for (int[] episode : episodes) {
			if (series.anomalies.stream()
				.noneMatch((each) -> episode[0] < each.end() + AFTERWARDS && episode[1] >= each.start())) {
				this.falseEpisodes++;
			}
		}
		for (GeneratedSeries.Anomaly anomaly : series.anomalies) {
			boolean found = episodes.stream().anyMatch((each) -> each[0] < anomaly.end() && each[1] >= anomaly.start());
			this.planted++;
			this.found += found ? 1 : 0;
		}
	}

	double falsePerSeriesAndDay() {
		return this.falseEpisodes / this.days;
	}

	double recall() {
		return (double) this.found / this.planted;
	}

	String cells() {
		return String.format(Locale.ROOT, "%.2f | %.2f", falsePerSeriesAndDay(), recall());
	}

	static Map<String, Function<SeriesKind, Detector>> detectors() {
		Map<String, Function<SeriesKind, Detector>> detectors = new LinkedHashMap<>();
		detectors.put("z above 3 on seven days", (kind) -> new RollingZ(3, false));
		detectors.put("the same with refractory time", (kind) -> new RollingZ(3, true));
		detectors.put(FOREST, (kind) -> new MinuteForest());
		detectors.put("the starter's", (kind) -> {
			SeriesDetector detector = new SeriesDetector(kind);
			return (step, value) -> {
				detector.add(step, value);
				return detector.isAnomalous();
			};
		});
		return detectors;
	}

	/**
	 * A detector of one series.
	 */
	interface Detector {

		boolean isAnomalous(long step, double value);

	}

	/**
	 * A Random Cut Forest over the means of the last four minutes. A value of ten seconds
	 * is too noisy for it, and a forest too slow for each.
	 */
	private static final class MinuteForest implements Detector {

		private static final int STEPS = 6;

		private static final int MINUTES = 4;

		private static final int FIRST = 1_440;

		private static final double LIMIT = 2;

		private final ForestDetector forest = new ForestDetector(MINUTES);

		private final Refractory refractory = new Refractory();

		private final double[] minutes = new double[MINUTES];

		private double sum;

		private int count;

		private int known;

		private double mean;

		private double squares;

		private boolean anomalous;

		@Override
		public boolean isAnomalous(long step, double value) {
			if (Double.isFinite(value)) {
				this.sum += value;
				this.count++;
			}
			if (step % STEPS == STEPS - 1 && this.count > 0) {
				minute(step, this.sum / this.count);
				this.sum = 0;
				this.count = 0;
			}
			return this.anomalous;
		}

		private void minute(long step, double value) {
			System.arraycopy(this.minutes, 1, this.minutes, 0, MINUTES - 1);
			this.minutes[MINUTES - 1] = value;
			this.known++;
			double difference = value - this.mean;
			this.mean += difference / this.known;
			this.squares += difference * (value - this.mean);
			double deviation = Math.sqrt(this.squares / this.known);
			if (this.known < MINUTES || deviation == 0) {
				return;
			}
			double[] point = new double[MINUTES];
			for (int i = 0; i < MINUTES; i++) {
				point[i] = (this.minutes[i] - this.mean) / deviation;
			}
			double score = this.forest.add(point);
			this.anomalous = this.known > FIRST && score > LIMIT && score > this.refractory.max(step / 360);
			if (!Double.isNaN(score)) {
				this.refractory.add(step / 360, score);
			}
		}

	}

	/**
	 * The detector of the pattern page: all values of seven days, mean and deviation, a
	 * score above three.
	 */
	private static final class RollingZ implements Detector {

		private static final int WEEK = 7 * GeneratedSeries.STEPS_PER_DAY;

		private final double[] window = new double[WEEK];

		private final double limit;

		private final Refractory refractory;

		private final boolean once;

		private int size;

		private int next;

		private double sum;

		private double squares;

		RollingZ(double limit, boolean once) {
			this.limit = limit;
			this.once = once;
			this.refractory = new Refractory();
		}

		@Override
		public boolean isAnomalous(long step, double value) {
			if (!Double.isFinite(value)) {
				return false;
			}
			if (this.size == WEEK) {
				this.sum -= this.window[this.next];
				this.squares -= this.window[this.next] * this.window[this.next];
			}
			else {
				this.size++;
			}
			this.window[this.next] = value;
			this.next = (this.next + 1) % WEEK;
			this.sum += value;
			this.squares += value * value;
			double mean = this.sum / this.size;
			double deviation = Math.sqrt(Math.max(0, this.squares / this.size - mean * mean));
			if (this.size <= 10 || deviation == 0) {
				return false;
			}
			double score = Math.abs(value - mean) / deviation;
			boolean counts = score > this.limit && (!this.once || score > this.refractory.max(step / 360));
			this.refractory.add(step / 360, score);
			return counts;
		}

	}

}
