package io.github.observability.tracing.sampling;

import org.jspecify.annotations.Nullable;

/**
 * Rule that samples roots by a threshold.
 */
final class SamplingRule {

	private static final String ANY = "*";

	private final @Nullable String name;

	private final boolean prefix;

	private final SamplingReason reason;

	private final ThresholdSamplingResult sampled;

	private SamplingRule(@Nullable String name, SamplingReason reason, long threshold) {
		this.prefix = name != null && name.endsWith(ANY);
		this.name = (name != null && this.prefix) ? name.substring(0, name.length() - 1) : name;
		this.reason = reason;
		this.sampled = ThresholdSamplingResult.sampled(reason, threshold);
	}

	/**
	 * Create a rule from a property.
	 * @param rule the property
	 * @return the rule
	 */
	static SamplingRule of(SamplingProperties.Rule rule) {
		Double probability = rule.probability();
		return new SamplingRule(rule.name(), SamplingReason.RULE,
				ProbabilityThreshold.of((probability != null) ? probability : 0));
	}

	/**
	 * Create the rule for roots that no other rule matches.
	 * @param threshold the threshold
	 * @return the rule
	 */
	static SamplingRule head(long threshold) {
		return new SamplingRule(null, SamplingReason.HEAD, threshold);
	}

	/**
	 * Whether the rule matches a name.
	 * @param name the name of a root
	 * @return whether it matches; never if the rule is for a path
	 */
	boolean matches(String name) {
		if (this.name == null) {
			return false;
		}
		return this.prefix ? name.startsWith(this.name) : name.equals(this.name);
	}

	SamplingReason reason() {
		return this.reason;
	}

	long threshold() {
		return this.sampled.threshold();
	}

	/**
	 * Return the result for a root that the rule samples.
	 * @return the result, always the same instance
	 */
	ThresholdSamplingResult sampled() {
		return this.sampled;
	}

}
