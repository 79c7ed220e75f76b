package io.github.observability.tracing;

import org.jspecify.annotations.Nullable;

/**
 * What a root is sampled by.
 */
final class SamplingRule {

	private static final String ANY = "*";

	private final @Nullable String name;

	private final boolean prefix;

	private final SamplingReason reason;

	private final Verdict sampled;

	private SamplingRule(@Nullable String name, SamplingReason reason, long threshold) {
		this.prefix = name != null && name.endsWith(ANY);
		this.name = (name != null && this.prefix) ? name.substring(0, name.length() - 1) : name;
		this.reason = reason;
		this.sampled = Verdict.sampled(reason, threshold);
	}

	/**
	 * Make a rule of a property.
	 * @param rule the property
	 * @return the rule
	 */
	static SamplingRule of(SamplingProperties.Rule rule) {
		Double probability = rule.probability();
		return new SamplingRule(rule.name(), SamplingReason.RULE,
				ProbabilityThreshold.of((probability != null) ? probability : 0));
	}

	/**
	 * Make the rule for what no other one is for.
	 * @param threshold the threshold
	 * @return the rule
	 */
	static SamplingRule head(long threshold) {
		return new SamplingRule(null, SamplingReason.HEAD, threshold);
	}

	/**
	 * Whether the rule is for a name.
	 * @param name the name of a root
	 * @return whether it is; never if the rule is for a path
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
	 * Return the verdict for a root that the rule samples.
	 * @return the verdict, always the same
	 */
	Verdict sampled() {
		return this.sampled;
	}

}
