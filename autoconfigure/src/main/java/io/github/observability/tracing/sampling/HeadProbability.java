package io.github.observability.tracing.sampling;

import io.github.observability.BootNames;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Probability that Boot's own sampler decides by.
 *
 * @param parentBased whether the sampler follows the decision of a caller
 * @param threshold the threshold for traces that start in this application
 */
record HeadProbability(boolean parentBased, long threshold) {

	private static final double BOOT_PROBABILITY = 0.1;

	/**
	 * Return the probability of a sampler if the sampler is Boot's. It is Boot's if it
	 * has the name of Boot's bean and equals what Boot 4.1 creates from its properties. A
	 * later version of Boot that creates something else decides for itself.
	 * @param name the name of the bean
	 * @param sampler the bean
	 * @param environment the environment
	 * @return its probability, {@code null} if the sampler is not Boot's
	 */
	static @Nullable HeadProbability of(String name, Sampler sampler, Environment environment) {
		if (!name.equals(BootNames.SAMPLER_BEAN)) {
			return null;
		}
		Binder binder = Binder.get(environment);
		Kind kind = binder.bind("management.opentelemetry.tracing.sampler", Kind.class)
			.orElse(Kind.PARENT_BASED_TRACE_ID_RATIO);
		double probability = kind.ratio
				? binder.bind("management.tracing.sampling.probability", Double.class).orElse(BOOT_PROBABILITY)
				: kind.probability;
		Sampler root = kind.ratio ? Sampler.traceIdRatioBased(probability)
				: (probability > 0) ? Sampler.alwaysOn() : Sampler.alwaysOff();
		Sampler expected = kind.parentBased ? Sampler.parentBased(root) : root;
		return sampler.equals(expected) ? new HeadProbability(kind.parentBased, ProbabilityThreshold.of(probability))
				: null;
	}

	/**
	 * Values of {@code management.opentelemetry.tracing.sampler}.
	 */
	private enum Kind {

		ALWAYS_ON(false, false, 1),

		ALWAYS_OFF(false, false, 0),

		TRACE_ID_RATIO(false, true, Double.NaN),

		PARENT_BASED_ALWAYS_ON(true, false, 1),

		PARENT_BASED_ALWAYS_OFF(true, false, 0),

		PARENT_BASED_TRACE_ID_RATIO(true, true, Double.NaN);

		private final boolean parentBased;

		private final boolean ratio;

		private final double probability;

		Kind(boolean parentBased, boolean ratio, double probability) {
			this.parentBased = parentBased;
			this.ratio = ratio;
			this.probability = probability;
		}

	}

}
