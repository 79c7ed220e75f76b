package io.github.observability.tracing.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.observability.testing.Volume;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class HeadSamplerTests {

	/** Ends in the highest randomness. */
	private static final String HIGH = "0af7651916cd43dd84ffffffffffffff";

	/** Ends in the lowest randomness. */
	private static final String LOW = "0af7651916cd43dd8400000000000000";

	private final SampledRootCounter sampled = new SampledRootCounter();

	private boolean recording;

	@Test
	void samplesASubsetWithALowerProbability() {
		double[] probabilities = { 0.0001, 0.001, 0.01, 0.05, 0.1, 0.3, 0.5, 0.9, 1 };
		List<HeadSampler> samplers = Arrays.stream(probabilities).mapToObj(HeadSamplerTests.this::ratio).toList();
		Random random = new Random(1);
		int violations = 0;
		for (int i = 0; i < Volume.of(200_000, 1_000_000); i++) {
			String traceId = traceId(random);
			boolean lower = false;
			for (HeadSampler sampler : samplers) {
				boolean sampled = isSampled(root(sampler, traceId));
				violations += (lower && !sampled) ? 1 : 0;
				lower = sampled;
			}
		}
		assertThat(violations).isZero();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.001, 0.01, 0.1, 0.5 })
	void samplesAsManyAsTheProbabilitySays(double probability) {
		int n = 100_000;
		HeadSampler sampler = ratio(probability);
		Random random = new Random(2);
		int count = 0;
		for (int i = 0; i < n; i++) {
			count += isSampled(root(sampler, traceId(random))) ? 1 : 0;
		}
		assertThat((double) count).isCloseTo(n * probability,
				within(4 * Math.sqrt(n * probability * (1 - probability))));
	}

	@Test
	void adjustedCountsEstimateAllTraces() {
		int n = Volume.of(200_000, 1_000_000);
		HeadSampler sampler = ratio(0.1);
		Random random = new Random(3);
		double estimate = 0;
		for (int i = 0; i < n; i++) {
			estimate += adjustedCount(root(sampler, traceId(random)));
		}
		assertThat(estimate).isCloseTo(n, within(0.03 * n));
	}

	@Test
	void adjustedCountsStayRightWithRulesLimitMinimumAndForce() {
		int n = Volume.of(200_000, 1_000_000);
		AtomicLong nanos = new AtomicLong();
		HeadSampler sampler = new HeadSampler(Sampler.parentBased(Sampler.traceIdRatioBased(0.1)),
				new HeadProbability(true, ProbabilityThreshold.of(0.1)),
				List.of(rule("tasks.*", 0.5), rule("rare", 0.01)), new RootRateLimiter(2000, nanos::get),
				new RouteMinimum(200, nanos::get), () -> false, this.sampled);
		Random random = new Random(4);
		double estimate = 0;
		for (int i = 0; i < n; i++) {
			// Between 10,000 and 20,000 roots a second, half of them with a rule.
			nanos.addAndGet(50_000 + 50_000 * (i / 100_000 % 2));
			String name = (i % 2 == 0) ? "tasks.poll" : "get";
			Context context = ingress(SpanContext.getInvalid(), false, random.nextInt(100) == 0, -1,
					1 + random.nextInt(500));
			estimate += adjustedCount(sampler.shouldSample(context, traceId(random), name, SpanKind.SERVER,
					Attributes.empty(), List.of()));
		}
		assertThat(estimate).isCloseTo(n, within(0.03 * n));
		assertThat(this.sampled.count(SamplingReason.RATE_LIMIT)).isPositive();
		assertThat(this.sampled.count(SamplingReason.MINIMUM)).isPositive();
		assertThat(this.sampled.count(SamplingReason.FORCED)).isPositive();
	}

	/**
	 * For each kind of {@code management.opentelemetry.tracing.sampler}: a root above and
	 * one below the threshold of 0.5, a child of a caller who sampled one that is below
	 * and of one who did not sample one that is above, and the same within this service.
	 */
	@ParameterizedTest
	@CsvSource(textBlock = """
			always_on,                   true,  true,  true,  true,  0
			always_off,                  false, false, false, false,
			trace_id_ratio,              true,  false, false, true,  8
			parent_based_always_on,      true,  true,  true,  false, 0
			parent_based_always_off,     false, false, true,  false,
			parent_based_trace_id_ratio, true,  false, true,  false, 8
			""")
	void decidesAsEachKindOfBootsSampler(String kind, boolean above, boolean below, boolean callerDid,
			boolean callerDidNot, @Nullable String threshold) {
		HeadSampler sampler = boot(kind, 0.5);
		SamplingResult root = root(sampler, HIGH);
		assertThat(isSampled(root)).isEqualTo(above);
		assertThat(state(root, "")).isEqualTo((threshold != null) ? "th:" + threshold : null);
		assertThat(isSampled(root(sampler, LOW))).isEqualTo(below);
		assertThat(isSampled(child(sampler, remote(LOW, true, "")))).isEqualTo(callerDid);
		assertThat(isSampled(child(sampler, remote(HIGH, false, "")))).isEqualTo(callerDidNot);
		assertThat(isSampled(child(sampler, local(LOW, true, "")))).isTrue();
		assertThat(isSampled(child(sampler, local(HIGH, false, "")))).isFalse();
	}

	@Test
	void asksTheSdkForEachKindOfBootsSampler() {
		for (String kind : List.of("always_on", "always_off", "trace_id_ratio", "parent_based_always_on",
				"parent_based_always_off", "parent_based_trace_id_ratio")) {
			assertThat(HeadProbability.of("otelSampler", sdk(kind, 0.5), environment(kind, 0.5))).as(kind).isNotNull();
		}
	}

	@Test
	void takesNoOtherSamplerForBoots() {
		MockEnvironment environment = environment("parent_based_trace_id_ratio", 0.5);
		Sampler boots = sdk("parent_based_trace_id_ratio", 0.5);
		assertThat(HeadProbability.of("mySampler", boots, environment)).isNull();
		assertThat(HeadProbability.of("otelSampler", Sampler.traceIdRatioBased(0.5), environment)).isNull();
		assertThat(HeadProbability.of("otelSampler", sdk("parent_based_trace_id_ratio", 0.4), environment)).isNull();
	}

	@Test
	void knowsBootsProbabilityWithoutAProperty() {
		HeadProbability probability = HeadProbability.of("otelSampler",
				Sampler.parentBased(Sampler.traceIdRatioBased(0.1)), new MockEnvironment());
		assertThat(probability).isEqualTo(new HeadProbability(true, ProbabilityThreshold.of(0.1)));
	}

	@Test
	void decidesByTheExplicitRandomness() {
		HeadSampler sampler = ratio(0.5);
		assertThat(isSampled(decideHere(sampler, remote(LOW, false, "rv:ffffffffffffff")))).isTrue();
		assertThat(isSampled(decideHere(sampler, remote(HIGH, true, "rv:00000000000000")))).isFalse();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			true,  th:8,                    th:8
			true,  th:8;rv:ffffffffffffff,  th:8;rv:ffffffffffffff
			true,  th:8;rv:00000000000000,  rv:00000000000000
			true,  th:8;th:0,
			true,  p:8,                     p:8
			false, th:8;p:8,                p:8
			""")
	void keepsTheThresholdOfACallerIfItIsTrue(boolean sampled, String state, @Nullable String expected) {
		SamplingResult result = child(ratio(0.001), remote(HIGH, sampled, state));
		assertThat(isSampled(result)).isEqualTo(sampled);
		assertThat(state(result, state)).isEqualTo(expected);
	}

	@Test
	void keepsTheThresholdWithinTheService() {
		SamplingResult result = child(ratio(0.001), local(HIGH, true, "th:8"));
		assertThat(state(result, "th:8")).isEqualTo("th:8");
		assertThat(result.getAttributes()).isEqualTo(Attributes.empty());
	}

	@Test
	void decidesAnewWhereTheCallerDoesNotMatter() {
		SamplingResult high = decideHere(ratio(0.5), remote(HIGH, false, "th:c;p:8"));
		assertThat(isSampled(high)).isTrue();
		assertThat(state(high, "th:c;p:8")).isEqualTo("th:8;p:8");
		assertThat(reason(high)).isEqualTo("head");
		SamplingResult low = decideHere(ratio(0.5), remote(LOW, true, "th:0"));
		assertThat(isSampled(low)).isFalse();
		assertThat(state(low, "th:0")).isNull();
	}

	@Test
	void recordsWhatIsNotSampledIfSomebodyWantsIt() {
		HeadSampler sampler = ratio(0.5);
		assertThat(root(sampler, LOW).getDecision()).isEqualTo(SamplingDecision.DROP);
		this.recording = true;
		assertThat(root(sampler, LOW).getDecision()).isEqualTo(SamplingDecision.RECORD_ONLY);
		assertThat(child(sampler, remote(LOW, false, "")).getDecision()).isEqualTo(SamplingDecision.RECORD_ONLY);
		assertThat(child(sampler, local(LOW, false, "")).getDecision()).isEqualTo(SamplingDecision.RECORD_ONLY);
		assertThat(child(boot("always_on", 1), local(LOW, false, "")).getDecision())
			.isEqualTo(SamplingDecision.RECORD_ONLY);
		assertThat(root(sampler, HIGH).getDecision()).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
		assertThat(root(users((traceId) -> SamplingResult.drop()), HIGH).getDecision())
			.isEqualTo(SamplingDecision.RECORD_ONLY);
	}

	@Test
	void makesNothingNewForWhatIsNotSampled() {
		HeadSampler sampler = ratio(0.5);
		assertThat(root(sampler, LOW)).isSameAs(root(sampler, LOW));
		assertThat(root(sampler, LOW).getUpdatedTraceState(TraceState.getDefault())).isSameAs(TraceState.getDefault());
		TraceState others = TraceState.builder().put("ot", "p:8").put("x", "y").build();
		assertThat(child(sampler, local(LOW, false, "")).getUpdatedTraceState(others)).isSameAs(others);
		assertThat(root(sampler, HIGH)).isSameAs(root(sampler, HIGH));
	}

	@Test
	void samplesByTheFirstRuleThatMatches() {
		HeadSampler sampler = new HeadSampler(Sampler.alwaysOff(),
				new HeadProbability(true, ProbabilityThreshold.NEVER),
				List.of(rule("/by/path", 1), rule("tasks.*", 0.5), rule("tasks.poll", 1), rule("exact", 1)), null, null,
				() -> false, this.sampled);
		assertThat(isSampled(named(sampler, "tasks.poll", LOW))).isFalse();
		assertThat(isSampled(named(sampler, "tasks.poll", HIGH))).isTrue();
		assertThat(isSampled(named(sampler, "exact", LOW))).isTrue();
		assertThat(isSampled(named(sampler, "exactly", HIGH))).isFalse();
		assertThat(isSampled(named(sampler, "/by/path", LOW))).isTrue();
		SamplingResult byPath = sampler.shouldSample(ingress(SpanContext.getInvalid(), false, false, 0, 0), LOW, "",
				SpanKind.SERVER, Attributes.empty(), List.of());
		assertThat(isSampled(byPath)).isTrue();
		assertThat(reason(byPath)).isEqualTo("rule");
		assertThat(state(byPath, "")).isEqualTo("th:0");
		assertThat(this.sampled.count(SamplingReason.RULE)).isEqualTo(4);
	}

	@Test
	void takesTheNameOfTheObservation() {
		HeadSampler sampler = new HeadSampler(Sampler.alwaysOff(), null, List.of(rule("tasks.*", 1)), null, null,
				() -> false, this.sampled);
		HeadSampler.STARTING.set("tasks.poll");
		try {
			assertThat(isSampled(
					sampler.shouldSample(Context.root(), LOW, "", SpanKind.INTERNAL, Attributes.empty(), List.of())))
				.isTrue();
		}
		finally {
			HeadSampler.STARTING.remove();
		}
	}

	@Test
	void appliesRulesOnlyWhereATraceBegins() {
		HeadSampler sampler = new HeadSampler(Sampler.parentBased(Sampler.alwaysOff()),
				new HeadProbability(true, ProbabilityThreshold.NEVER), List.of(rule("*", 1)), null, null, () -> false,
				this.sampled);
		assertThat(isSampled(child(sampler, remote(HIGH, false, "")))).isFalse();
		assertThat(isSampled(child(sampler, local(HIGH, false, "")))).isFalse();
		assertThat(isSampled(root(sampler, LOW))).isTrue();
	}

	@Test
	void samplesWhatIsForced() {
		SamplingResult low = forced(ratio(0.5), SpanContext.getInvalid(), LOW);
		assertThat(isSampled(low)).isTrue();
		assertThat(state(low, "")).isNull();
		assertThat(reason(low)).isEqualTo("forced");
		SamplingResult high = forced(ratio(0.5), SpanContext.getInvalid(), HIGH);
		assertThat(state(high, "")).isEqualTo("th:8");
		SamplingResult notByTheCaller = forced(ratio(0.5), remote(HIGH, false, "th:c"), HIGH);
		assertThat(isSampled(notByTheCaller)).isTrue();
		assertThat(state(notByTheCaller, "th:c")).isNull();
		SamplingResult byTheCaller = forced(ratio(0.5), remote(HIGH, true, "th:c"), HIGH);
		assertThat(state(byTheCaller, "th:c")).isEqualTo("th:c");
		assertThat(reason(byTheCaller)).isEqualTo("forced");
		assertThat(isSampled(forced(users((traceId) -> SamplingResult.drop()), SpanContext.getInvalid(), LOW)))
			.isTrue();
	}

	@Test
	void samplesTheFirstOfARouteInEachMinute() {
		AtomicLong nanos = new AtomicLong();
		HeadSampler sampler = new HeadSampler(Sampler.alwaysOff(),
				new HeadProbability(true, ProbabilityThreshold.NEVER), List.of(), null,
				new RouteMinimum(10, nanos::get), () -> false, this.sampled);
		SamplingResult first = onRoute(sampler, 7);
		assertThat(reason(first)).isEqualTo("minimum");
		assertThat(state(first, "")).isNull();
		assertThat(isSampled(onRoute(sampler, 7))).isFalse();
		assertThat(isSampled(onRoute(sampler, 8))).isTrue();
		nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
		assertThat(isSampled(onRoute(sampler, 7))).isTrue();
		assertThat(isSampled(onRoute(sampler, RouteMinimum.NO_ROUTE))).isFalse();
	}

	@Test
	void samplesNoFirstOneWhereARuleSaysNever() {
		HeadSampler sampler = new HeadSampler(Sampler.alwaysOn(),
				new HeadProbability(true, ProbabilityThreshold.ALWAYS), List.of(rule("*", 0)), null,
				new RouteMinimum(10, () -> 0), () -> false, this.sampled);
		assertThat(isSampled(onRoute(sampler, 7))).isFalse();
	}

	@Test
	void leavesTheUsersSamplerItsDecision() {
		Sampler users = Sampler.traceIdRatioBased(0.5);
		HeadSampler sampler = users(users);
		Random random = new Random(5);
		for (int i = 0; i < 1000; i++) {
			String traceId = traceId(random);
			SamplingResult result = root(sampler, traceId);
			assertThat(result.getDecision()).isEqualTo(root(users, traceId).getDecision());
			assertThat(state(result, "")).isNull();
			if (isSampled(result)) {
				assertThat(reason(result)).isEqualTo("head");
			}
		}
	}

	@Test
	void keepsWhatTheUsersSamplerAdds() {
		SamplingResult given = new SamplingResult() {

			@Override
			public SamplingDecision getDecision() {
				return SamplingDecision.RECORD_AND_SAMPLE;
			}

			@Override
			public Attributes getAttributes() {
				return Attributes.builder().put("tenant", "a").build();
			}

			@Override
			public TraceState getUpdatedTraceState(TraceState parent) {
				return parent.toBuilder().put("ot", "th:8").put("vendor", "1").build();
			}

		};
		SamplingResult high = root(users((traceId) -> given), HIGH);
		assertThat(high.getAttributes().asMap()).hasSize(2).containsKey(SamplingReason.KEY);
		assertThat(high.getUpdatedTraceState(TraceState.getDefault()).asMap())
			.isEqualTo(Map.of("ot", "th:8", "vendor", "1"));
		// Nothing below the threshold is sampled by it.
		assertThat(root(users((traceId) -> given), LOW).getUpdatedTraceState(TraceState.getDefault()).asMap())
			.isEqualTo(Map.of("vendor", "1"));
	}

	@Test
	void hidesTheCallerFromTheUsersSamplerWhereItDoesNotMatter() {
		HeadSampler sampler = users(Sampler.parentBased(Sampler.alwaysOff()));
		assertThat(isSampled(child(sampler, remote(HIGH, true, "")))).isTrue();
		assertThat(isSampled(decideHere(sampler, remote(HIGH, true, "")))).isFalse();
	}

	@Test
	void limitsTheUsersSamplerToo() {
		AtomicLong nanos = new AtomicLong();
		HeadSampler sampler = new HeadSampler(Sampler.alwaysOn(), null, List.of(), new RootRateLimiter(10, nanos::get),
				null, () -> false, this.sampled);
		int count = 0;
		for (int i = 0; i < 60_000; i++) {
			nanos.addAndGet(1_000_000);
			SamplingResult result = root(sampler, HIGH);
			count += isSampled(result) ? 1 : 0;
			assertThat(state(result, "")).isNull();
		}
		assertThat(count).isBetween(500, 800);
	}

	@Test
	void givesEachRouteOneTraceAmongManyThreads() throws Exception {
		HeadSampler sampler = new HeadSampler(Sampler.alwaysOff(),
				new HeadProbability(true, ProbabilityThreshold.NEVER), List.of(), null, new RouteMinimum(100, () -> 0),
				() -> false, this.sampled);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Callable<Integer>> calls = new ArrayList<>();
			for (int thread = 0; thread < 8; thread++) {
				calls.add(() -> {
					int count = 0;
					for (int route = 1; route <= 50; route++) {
						count += isSampled(onRoute(sampler, route)) ? 1 : 0;
					}
					return count;
				});
			}
			int count = 0;
			for (Future<Integer> call : threads.invokeAll(calls)) {
				count += call.get();
			}
			assertThat(count).isEqualTo(50);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void namesTheSamplerInside() {
		assertThat(users(Sampler.alwaysOn())).hasToString("HeadSampler{AlwaysOnSampler}");
	}

	@Test
	void namesEachReasonOnce() {
		Set<String> values = new HashSet<>();
		for (SamplingReason reason : SamplingReason.values()) {
			values.add(reason.attributes().get(SamplingReason.KEY));
		}
		assertThat(values).containsExactlyInAnyOrder("head", "rule", "rate-limit", "minimum", "forced");
	}

	/**
	 * What is shed is shed by the threshold, which still says how many a trace stands
	 * for.
	 */
	@Test
	void reducesTheProbabilityOfRootsConsistently() {
		int n = Volume.of(50_000, 1_000_000);
		Reduction reduction = new Reduction();
		HeadSampler sampler = new HeadSampler(Sampler.parentBased(Sampler.traceIdRatioBased(0.5)),
				new HeadProbability(true, ProbabilityThreshold.of(0.5)), List.of(rule("tasks.*", 0.1)), null, null,
				() -> false, this.sampled, reduction);
		Random random = new Random(11);
		double estimate = 0;
		int counted = 0;
		for (int i = 0; i < n; i++) {
			String name = (i % 2 == 0) ? "tasks.poll" : "get";
			String traceId = traceId(random);
			reduction.factor = 1;
			boolean before = isSampled(named(sampler, name, traceId));
			reduction.factor = 0.1;
			SamplingResult result = named(sampler, name, traceId);
			assertThat(before || !isSampled(result)).isTrue();
			estimate += adjustedCount(result);
			counted += isSampled(result) ? 1 : 0;
		}
		assertThat((double) counted).isCloseTo(n * 0.03, within(0.1 * n * 0.03));
		assertThat(estimate).isCloseTo(n, within(0.12 * n));
		assertThat(isSampled(forced(sampler, SpanContext.getInvalid(), LOW))).isTrue();
		assertThat(isSampled(child(sampler, remote(LOW, true, "")))).isTrue();
		reduction.factor = 0;
		assertThat(isSampled(named(sampler, "get", HIGH))).isFalse();
	}

	@Test
	void reducesWhatAUsersSamplerSamples() {
		Reduction reduction = new Reduction();
		HeadSampler sampler = new HeadSampler(Sampler.alwaysOn(), null, List.of(), null, null, () -> false,
				this.sampled, reduction);
		assertThat(isSampled(root(sampler, LOW))).isTrue();
		reduction.factor = 0;
		assertThat(isSampled(root(sampler, LOW))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "parent_based_trace_id_ratio", "trace_id_ratio" })
	void recordsOnlyRootsWhileTheRestIsLeftOut(String kind) {
		Sampler boots = sdk(kind, 0.1);
		Reduction reduction = new Reduction();
		HeadSampler sampler = new HeadSampler(boots, HeadProbability.of("otelSampler", boots, environment(kind, 0.1)),
				List.of(), null, null, () -> true, this.sampled, reduction);
		assertThat(child(sampler, local(LOW, false, "")).getDecision()).isEqualTo(SamplingDecision.RECORD_ONLY);
		reduction.rootsOnly = true;
		assertThat(child(sampler, local(LOW, false, "")).getDecision()).isEqualTo(SamplingDecision.DROP);
		assertThat(isSampled(child(sampler, local(LOW, true, "")))).isTrue();
		assertThat(root(sampler, LOW).getDecision()).isEqualTo(SamplingDecision.RECORD_ONLY);
	}

	private HeadSampler ratio(double probability) {
		return boot("parent_based_trace_id_ratio", probability);
	}

	private HeadSampler boot(String kind, double probability) {
		Sampler sampler = sdk(kind, probability);
		HeadProbability boots = HeadProbability.of("otelSampler", sampler, environment(kind, probability));
		assertThat(boots).isNotNull();
		return new HeadSampler(sampler, boots, List.of(), null, null, () -> this.recording, this.sampled);
	}

	private HeadSampler users(Sampler sampler) {
		return new HeadSampler(sampler, null, List.of(), null, null, () -> this.recording, this.sampled);
	}

	private HeadSampler users(Decision decision) {
		return users(new Sampler() {

			@Override
			public SamplingResult shouldSample(Context context, String traceId, String name, SpanKind kind,
					Attributes attributes, List<LinkData> links) {
				return decision.on(traceId);
			}

			@Override
			public String getDescription() {
				return "users";
			}

		});
	}

	private static MockEnvironment environment(String kind, double probability) {
		return new MockEnvironment().withProperty("management.opentelemetry.tracing.sampler", kind)
			.withProperty("management.tracing.sampling.probability", String.valueOf(probability));
	}

	private static Sampler sdk(String kind, double probability) {
		return switch (kind) {
			case "always_on" -> Sampler.alwaysOn();
			case "always_off" -> Sampler.alwaysOff();
			case "trace_id_ratio" -> Sampler.traceIdRatioBased(probability);
			case "parent_based_always_on" -> Sampler.parentBased(Sampler.alwaysOn());
			case "parent_based_always_off" -> Sampler.parentBased(Sampler.alwaysOff());
			default -> Sampler.parentBased(Sampler.traceIdRatioBased(probability));
		};
	}

	private static SamplingRule rule(String name, double probability) {
		return SamplingRule.of(new SamplingProperties.Rule(null, name, probability));
	}

	private static String traceId(Random random) {
		return TraceId.fromLongs(random.nextLong(), random.nextLong() | 1);
	}

	private static SamplingResult root(Sampler sampler, String traceId) {
		return named(sampler, "", traceId);
	}

	private static SamplingResult named(Sampler sampler, String name, String traceId) {
		return sampler.shouldSample(Context.root(), traceId, name, SpanKind.SERVER, Attributes.empty(), List.of());
	}

	private static SamplingResult child(Sampler sampler, SpanContext parent) {
		return sampler.shouldSample(Context.root().with(Span.wrap(parent)), parent.getTraceId(), "", SpanKind.SERVER,
				Attributes.empty(), List.of());
	}

	private static SamplingResult decideHere(Sampler sampler, SpanContext caller) {
		return sampler.shouldSample(ingress(caller, true, false, -1, 0), caller.getTraceId(), "", SpanKind.SERVER,
				Attributes.empty(), List.of());
	}

	private static SamplingResult forced(Sampler sampler, SpanContext caller, String traceId) {
		return sampler.shouldSample(ingress(caller, false, true, -1, 0), traceId, "", SpanKind.SERVER,
				Attributes.empty(), List.of());
	}

	private static SamplingResult onRoute(Sampler sampler, long route) {
		return sampler.shouldSample(ingress(SpanContext.getInvalid(), false, false, -1, route), HIGH, "",
				SpanKind.SERVER, Attributes.empty(), List.of());
	}

	private static Context ingress(SpanContext caller, boolean decidedHere, boolean forced, int rule, long route) {
		return new IngressSpan(caller, null, decidedHere, forced, rule, route).storeInContext(Context.root());
	}

	private static SpanContext remote(String traceId, boolean sampled, String state) {
		return SpanContext.createFromRemoteParent(traceId, "b7ad6b7169203331", flags(sampled), traceState(state));
	}

	private static SpanContext local(String traceId, boolean sampled, String state) {
		return SpanContext.create(traceId, "b7ad6b7169203331", flags(sampled), traceState(state));
	}

	private static TraceFlags flags(boolean sampled) {
		return sampled ? TraceFlags.getSampled() : TraceFlags.getDefault();
	}

	private static TraceState traceState(String ot) {
		return ot.isEmpty() ? TraceState.getDefault() : TraceState.builder().put("ot", ot).build();
	}

	private static boolean isSampled(SamplingResult result) {
		return result.getDecision() == SamplingDecision.RECORD_AND_SAMPLE;
	}

	private static @Nullable String state(SamplingResult result, String parent) {
		return result.getUpdatedTraceState(traceState(parent)).get("ot");
	}

	private static @Nullable String reason(SamplingResult result) {
		return result.getAttributes().get(SamplingReason.KEY);
	}

	private static double adjustedCount(SamplingResult result) {
		long threshold = isSampled(result)
				? ProbabilityThreshold.read(result.getUpdatedTraceState(TraceState.getDefault()))
				: ProbabilityThreshold.UNKNOWN;
		return (threshold != ProbabilityThreshold.UNKNOWN) ? ProbabilityThreshold.adjustedCount(threshold) : 0;
	}

	private static final class Reduction implements TracingReduction {

		private double factor = 1;

		private boolean rootsOnly;

		@Override
		public boolean isWithoutExemplars() {
			return false;
		}

		@Override
		public boolean isRootsOnly() {
			return this.rootsOnly;
		}

		@Override
		public double headFactor() {
			return this.factor;
		}

	}

	@FunctionalInterface
	private interface Decision {

		SamplingResult on(String traceId);

	}

}
