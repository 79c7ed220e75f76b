package io.github.observability.cost.shedding;

import java.util.Arrays;
import java.util.List;

import io.github.observability.profiling.ContinuousProfiling;
import io.github.observability.tracing.sampling.TracingReduction;

/**
 * The number of kinds of telemetry that are shed. A feature that can do without some of
 * its work asks before it begins; the answer costs one read of a field. There is no bean
 * of this type while {@code observability.cost.shedding.enabled} is off.
 */
final class SheddingLevel implements TracingReduction, ContinuousProfiling.Reduction {

	static final int HIGHEST = SheddingStep.values().length;

	private final double headSamplingFactor;

	private volatile int level;

	SheddingLevel(double headSamplingFactor) {
		this.headSamplingFactor = headSamplingFactor;
	}

	int get() {
		return this.level;
	}

	void set(int level) {
		this.level = level;
	}

	/**
	 * Whether a kind of telemetry is shed.
	 * @param step the kind of telemetry
	 * @return whether it is shed
	 */
	boolean isShed(SheddingStep step) {
		return this.level > step.ordinal();
	}

	List<String> shed() {
		return Arrays.stream(SheddingStep.values()).filter(this::isShed).map(SheddingStep::value).toList();
	}

	@Override
	public boolean isWithoutExemplars() {
		return isShed(SheddingStep.EXEMPLARS);
	}

	@Override
	public boolean isWithoutProfiles() {
		return isShed(SheddingStep.PROFILING);
	}

	@Override
	public boolean isRootsOnly() {
		return isShed(SheddingStep.TAIL_SAMPLING);
	}

	@Override
	public double headFactor() {
		return isShed(SheddingStep.HEAD_SAMPLING) ? this.headSamplingFactor : 1;
	}

}
