package io.github.observability.tracing.sampling;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;

/**
 * {@link Sampler} around the sampler of the application. It decides on traces that start
 * here or whose caller is not trusted to decide, and delegates everything else.
 * <p>
 * <b>Boot's sampler and the threshold.</b> The ratio sampler of the SDK compares the last
 * 63 bits of the trace id with an upper bound, whereas a threshold is compared with the
 * last 56 bits, or with {@code rv}, and is a lower bound. A threshold written next to
 * such a decision would contradict it for nearly every trace. If the sampler is Boot's
 * ({@link HeadProbability}), its probability is used with the comparison of the
 * specification, and its parent-based part still decides on children. A sampler of the
 * user's decides in all cases. Its traces carry no threshold, because its probability is
 * unknown, unless it writes a consistent one itself.
 * <p>
 * <b>Children in this service</b> follow their parent, also with samplers of Boot that
 * ignore parents. Those samplers decide by the trace id, so they would reject the
 * children of a root that a rule, the minimum per route or a caller sampled.
 * <p>
 * <b>Adjusted counts stay correct.</b> Rules and the rate limiter change the threshold
 * before it is compared and never look at the randomness. The minimum per route and
 * forced traces add traces that the threshold rejected. Those carry no threshold, as the
 * specification requires of traces that are not sampled by probability. Traces above the
 * threshold carry it whatever the reason. So the sampled traces with a threshold are
 * exactly a probability sample of all traces.
 */
final class HeadSampler implements Sampler {

	/**
	 * Name of the observation whose span starts. Micrometer names a span only when it
	 * ends.
	 */
	static final ThreadLocal<@Nullable String> STARTING = new ThreadLocal<>();

	private final Sampler sampler;

	private final @Nullable HeadProbability boot;

	private final @Nullable SamplingRule head;

	private final SamplingRule[] rules;

	private final @Nullable RootRateLimiter limit;

	private final @Nullable RouteMinimum minimum;

	private final BooleanSupplier recording;

	private final SampledRootCounter sampled;

	private final TracingReduction reduction;

	HeadSampler(Sampler sampler, @Nullable HeadProbability boot, List<SamplingRule> rules,
			@Nullable RootRateLimiter limit, @Nullable RouteMinimum minimum, BooleanSupplier recording,
			SampledRootCounter sampled) {
		this(sampler, boot, rules, limit, minimum, recording, sampled, TracingReduction.NONE);
	}

	/**
	 * Create a sampler.
	 * @param sampler the sampler of the application
	 * @param boot the probability of the sampler if it is Boot's
	 * @param rules the rules by name and by path; {@link IngressSpan} has the position of
	 * the rule that matches a path
	 * @param limit limits sampled roots, {@code null} for no limit
	 * @param minimum finds the first root per route, {@code null} for no minimum
	 * @param recording whether spans that are not sampled are recorded
	 * @param sampled counts sampled roots
	 * @param reduction what is left out at the moment
	 */
	HeadSampler(Sampler sampler, @Nullable HeadProbability boot, List<SamplingRule> rules,
			@Nullable RootRateLimiter limit, @Nullable RouteMinimum minimum, BooleanSupplier recording,
			SampledRootCounter sampled, TracingReduction reduction) {
		this.sampler = sampler;
		this.boot = boot;
		this.head = (boot != null) ? SamplingRule.head(boot.threshold()) : null;
		this.rules = rules.toArray(SamplingRule[]::new);
		this.limit = limit;
		this.minimum = minimum;
		this.recording = recording;
		this.sampled = sampled;
		this.reduction = reduction;
	}

	@Override
	public SamplingResult shouldSample(Context context, String traceId, String name, SpanKind kind,
			Attributes attributes, List<LinkData> links) {
		SpanContext parent = Span.fromContext(context).getSpanContext();
		if (parent.isValid() && !parent.isRemote()) {
			return child(parent, context, traceId, name, kind, attributes, links);
		}
		IngressSpan ingress = context.get(IngressSpan.KEY);
		boolean forced = ingress != null && ingress.isForced();
		boolean decidedHere = (ingress != null && ingress.isDecidedHere())
				|| (this.boot != null && !this.boot.parentBased());
		if (parent.isValid() && !decidedHere) {
			return entry(forced, parent, context, traceId, name, kind, attributes, links);
		}
		String started = STARTING.get();
		SamplingRule rule = rule(ingress, (started != null) ? started : name);
		boolean first = this.minimum != null && this.minimum.isFirst(route(ingress, started));
		if (rule != null) {
			return root(rule, forced, first, ProbabilityThreshold.randomness(traceId, parent.getTraceState()));
		}
		// The sampler must not see a parent whose decision is ignored.
		Context orphan = parent.isValid() ? context.with(Span.getInvalid()) : context;
		return foreignRoot(this.sampler.shouldSample(orphan, traceId, name, kind, attributes, links), forced, first,
				parent, traceId);
	}

	/**
	 * Decide on a span whose parent is in this service.
	 */
	private SamplingResult child(SpanContext parent, Context context, String traceId, String name, SpanKind kind,
			Attributes attributes, List<LinkData> links) {
		if (this.boot != null && !this.boot.parentBased()) {
			return parent.isSampled() ? SamplingResult.recordAndSample() : droppedChild(SamplingResult.drop());
		}
		SamplingResult result = this.sampler.shouldSample(context, traceId, name, kind, attributes, links);
		return (result.getDecision() == SamplingDecision.DROP) ? droppedChild(result) : result;
	}

	/**
	 * Decide on a span whose parent is in another service and is trusted.
	 */
	private SamplingResult entry(boolean forced, SpanContext parent, Context context, String traceId, String name,
			SpanKind kind, Attributes attributes, List<LinkData> links) {
		SamplingResult result = this.sampler.shouldSample(context, traceId, name, kind, attributes, links);
		boolean sampled = result.getDecision() == SamplingDecision.RECORD_AND_SAMPLE;
		if (!sampled && !forced) {
			return dropped(result);
		}
		boolean known = sampled && isConsistent(result, parent.getTraceState(), traceId);
		if (forced) {
			return forced(result, known);
		}
		return known ? result
				: new DelegatingSamplingResult(result, SamplingDecision.RECORD_AND_SAMPLE, Attributes.empty(), false);
	}

	private SamplingResult root(SamplingRule rule, boolean forced, boolean first, long randomness) {
		long threshold = reduced(rule.threshold());
		SamplingReason reason = rule.reason();
		if (this.limit != null && threshold < ProbabilityThreshold.NEVER) {
			double probability = ProbabilityThreshold.probability(threshold);
			double factor = this.limit.factor(probability);
			if (factor < 1) {
				threshold = ProbabilityThreshold.of(probability * factor);
				reason = SamplingReason.RATE_LIMIT;
			}
		}
		boolean above = ProbabilityThreshold.isSampled(randomness, threshold);
		if (forced) {
			return sampled(SamplingReason.FORCED, above ? threshold : ProbabilityThreshold.UNKNOWN);
		}
		if (above && threshold == rule.threshold()) {
			this.sampled.add(reason);
			return rule.sampled();
		}
		if (above) {
			return sampled(reason, threshold);
		}
		// A rule with probability 0 also excludes the minimum.
		boolean never = rule != this.head && rule.threshold() == ProbabilityThreshold.NEVER;
		return (first && !never) ? sampled(SamplingReason.MINIMUM, ProbabilityThreshold.UNKNOWN) : dropped();
	}

	/**
	 * Raise a threshold while fewer traces are sampled. What is sampled stays a
	 * probability sample, and its threshold says of how many.
	 */
	private long reduced(long threshold) {
		double factor = this.reduction.headFactor();
		return (factor < 1) ? ProbabilityThreshold.of(ProbabilityThreshold.probability(threshold) * factor) : threshold;
	}

	private SamplingResult foreignRoot(SamplingResult result, boolean forced, boolean first, SpanContext parent,
			String traceId) {
		boolean sampled = result.getDecision() == SamplingDecision.RECORD_AND_SAMPLE;
		boolean known = sampled && !parent.isValid() && isConsistent(result, parent.getTraceState(), traceId);
		SamplingReason reason = SamplingReason.HEAD;
		double reduced = sampled ? this.reduction.headFactor() : 1;
		if (reduced < 1) {
			// The randomness that the sampler decided by is unknown, so a new one is
			// drawn.
			known = false;
			sampled = ThreadLocalRandom.current().nextDouble() < reduced;
		}
		if (sampled && this.limit != null) {
			double factor = this.limit.factor(1);
			if (factor < 1) {
				known = false;
				reason = SamplingReason.RATE_LIMIT;
				sampled = ThreadLocalRandom.current().nextDouble() < factor;
			}
		}
		if (forced) {
			return forced(result, known);
		}
		if (!sampled && first) {
			reason = SamplingReason.MINIMUM;
			sampled = true;
		}
		if (!sampled) {
			return dropped(result);
		}
		this.sampled.add(reason);
		return new DelegatingSamplingResult(result, SamplingDecision.RECORD_AND_SAMPLE, reason.attributes(), known);
	}

	private @Nullable SamplingRule rule(@Nullable IngressSpan ingress, String name) {
		int byPath = (ingress != null) ? ingress.rule() : IngressSpan.NO_RULE;
		for (int i = 0; i < this.rules.length; i++) {
			if (i == byPath || this.rules[i].matches(name)) {
				return this.rules[i];
			}
		}
		return this.head;
	}

	private static long route(@Nullable IngressSpan ingress, @Nullable String started) {
		if (ingress != null) {
			return ingress.route();
		}
		return (started != null) ? started.hashCode() : RouteMinimum.NO_ROUTE;
	}

	private SamplingResult sampled(SamplingReason reason, long threshold) {
		this.sampled.add(reason);
		return ThresholdSamplingResult.sampled(reason, threshold);
	}

	private SamplingResult forced(SamplingResult result, boolean thresholdKnown) {
		this.sampled.add(SamplingReason.FORCED);
		return new DelegatingSamplingResult(result, SamplingDecision.RECORD_AND_SAMPLE,
				SamplingReason.FORCED.attributes(), thresholdKnown);
	}

	private SamplingResult dropped() {
		return this.recording.getAsBoolean() ? ThresholdSamplingResult.RECORDED : ThresholdSamplingResult.DROPPED;
	}

	/**
	 * Drop a span below the local root of a trace that is not sampled.
	 */
	private SamplingResult droppedChild(SamplingResult result) {
		if (!this.reduction.isRootsOnly()) {
			return dropped(result);
		}
		return (result == SamplingResult.drop()) ? ThresholdSamplingResult.DROPPED
				: new DelegatingSamplingResult(result, SamplingDecision.DROP, Attributes.empty(), false);
	}

	private SamplingResult dropped(SamplingResult result) {
		if (result == SamplingResult.drop()) {
			return dropped();
		}
		SamplingDecision decision = result.getDecision();
		if (decision != SamplingDecision.RECORD_ONLY) {
			decision = dropped().getDecision();
		}
		return new DelegatingSamplingResult(result, decision, Attributes.empty(), false);
	}

	/**
	 * Whether a sampled trace is above the threshold that it carries. If it is not,
	 * something else sampled it.
	 */
	private static boolean isConsistent(SamplingResult result, TraceState parent, String traceId) {
		TraceState state = result.getUpdatedTraceState(parent);
		long threshold = ProbabilityThreshold.read(state);
		return threshold != ProbabilityThreshold.UNKNOWN
				&& ProbabilityThreshold.isSampled(ProbabilityThreshold.randomness(traceId, state), threshold);
	}

	@Override
	public String getDescription() {
		return "HeadSampler{" + this.sampler.getDescription() + "}";
	}

	@Override
	public String toString() {
		return getDescription();
	}

}
