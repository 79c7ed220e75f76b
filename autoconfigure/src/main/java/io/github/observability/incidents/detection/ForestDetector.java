package io.github.observability.incidents.detection;

import com.amazon.randomcutforest.RandomCutForest;
import com.amazon.randomcutforest.returntypes.DiVector;

/**
 * Detector by a Random Cut Forest (Guha et al., ICML 2016): a point is anomalous as far
 * as it changes the random trees over a sample of earlier ones. Unlike an isolation
 * forest, it learns as it goes and has no share of points that must be anomalous.
 */
public final class ForestDetector implements VectorDetector {

	/** Fewer than the usual 50, which would take most of the time and room of a step. */
	private static final int TREES = 30;

	private static final int SAMPLE = 256;

	/** Fixed, so that equal series have equal scores. */
	private static final long SEED = 42;

	private final RandomCutForest forest;

	private final float[] point;

	/**
	 * Create a detector.
	 * @param dimensions the number of values
	 */
	public ForestDetector(int dimensions) {
		this.point = new float[dimensions];
		this.forest = RandomCutForest.builder()
			.dimensions(dimensions)
			.shingleSize(1)
			.numberOfTrees(TREES)
			.sampleSize(SAMPLE)
			.outputAfter(SAMPLE)
			.parallelExecutionEnabled(false)
			.randomSeed(SEED)
			.build();
	}

	@Override
	public double add(double[] values) {
		for (int i = 0; i < this.point.length; i++) {
			this.point[i] = (float) values[i];
		}
		double score = this.forest.isOutputReady() ? this.forest.getAnomalyScore(this.point) : Double.NaN;
		this.forest.update(this.point);
		return score;
	}

	@Override
	public double[] contributions() {
		DiVector attribution = this.forest.getAnomalyAttribution(this.point);
		double[] shares = new double[this.point.length];
		double sum = attribution.getHighLowSum();
		for (int i = 0; i < shares.length; i++) {
			shares[i] = (sum > 0) ? attribution.getHighLowSum(i) / sum : 0;
		}
		return shares;
	}

}
