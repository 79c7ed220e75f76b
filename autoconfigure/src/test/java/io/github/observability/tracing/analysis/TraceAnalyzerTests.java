package io.github.observability.tracing.analysis;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.observability.testing.Volume;
import io.github.observability.tracing.analysis.TraceAnalysis.Contribution;
import io.github.observability.tracing.analysis.TraceAnalysis.ProblemType;
import io.github.observability.tracing.analysis.TraceAnalysis.SpanTime;
import io.github.observability.tracing.analysis.TraceAnalysis.Step;
import io.github.observability.tracing.analysis.TraceSpan.Kind;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class TraceAnalyzerTests {

	private static final int RANDOM_TREES = Volume.of(2_000, 10_000);

	@Test
	void rideSpendsItsTimeOnFindingADriver() {
		TraceAnalysis ride = analyze(TestSpan.root("1").named("request_ride").of("rider-app").millis(0, 2350),
				TestSpan.child("2", "1").named("find_driver").of("matching").millis(100, 2100),
				TestSpan.child("3", "1").named("calculate_fare").of("pricing").millis(2100, 2150),
				TestSpan.child("4", "1").named("send_request").of("driver-app").millis(2150, 2350));
		assertThat(ride.durationNanos()).isEqualTo(2_350_000_000L);
		assertThat(ride.criticalPath())
			.extracting((step) -> step.span().label(), (step) -> step.nanos() / 1_000_000, Step::certain)
			.containsExactly(tuple("rider-app/request_ride", 100L, true), tuple("matching/find_driver", 2000L, false),
					tuple("pricing/calculate_fare", 50L, false), tuple("driver-app/send_request", 200L, true));
		assertThat(ride.contributions().get(0).span().label()).isEqualTo("matching/find_driver");
		assertThat(ride.contributions().get(0).nanos()).isEqualTo(2_000_000_000L);
		assertThat(ride.problems()).isEmpty();
	}

	@Test
	void callsOfOneThreadWaitForEachOther() {
		TraceAnalysis analysis = analyze(TestSpan.root("1").nanos(0, 10),
				TestSpan.child("2", "1").nanos(0, 4).with("thread.id", 7L),
				TestSpan.child("3", "1").nanos(4, 10).with("thread.id", 7L));
		assertThat(analysis.criticalPath()).extracting(Step::certain).containsExactly(true, true);
	}

	@Test
	void timeBesideAnotherChildIsUncertain() {
		TraceAnalysis analysis = analyze(TestSpan.root("1").nanos(0, 12), TestSpan.child("2", "1").nanos(0, 10),
				TestSpan.child("3", "1").nanos(8, 12));
		assertThat(analysis.criticalPath()).extracting((step) -> step.span().spanId(), Step::nanos, Step::certain)
			.containsExactly(tuple("1", 8L, false), tuple("3", 4L, true));
	}

	@Test
	void childThatOutlivesItsParentIsClippedAndUncertain() {
		TraceAnalysis analysis = analyze(TestSpan.root("1").nanos(0, 10), TestSpan.child("2", "1").nanos(4, 30));
		assertThat(analysis.criticalPath()).extracting((step) -> step.span().spanId(), Step::nanos, Step::certain)
			.containsExactly(tuple("1", 4L, true), tuple("2", 6L, false));
		assertThat(analysis.has(ProblemType.OUTLIVES_PARENT)).isTrue();
	}

	@Test
	void childThatFollowsItsParentIsNotOnThePath() {
		TraceAnalysis analysis = analyze(TestSpan.root("1").nanos(0, 10), TestSpan.child("2", "1").nanos(20, 30));
		assertThat(analysis.criticalPath()).singleElement().extracting(Step::nanos).isEqualTo(10L);
		assertThat(selfTimes(analysis)).containsEntry("1", 10L).containsEntry("2", 10L);
	}

	@Test
	void agreesWithBruteForceOnRandomTrees() {
		Random random = new Random(42);
		for (int i = 0; i < RANDOM_TREES; i++) {
			List<TraceSpan> spans = randomTree(random);
			TraceAnalysis analysis = TraceAnalyzer.analyze(spans);
			Oracle oracle = new Oracle(spans);
			assertThat(owners(analysis)).as("owners of each nanosecond in tree %s: %s", i, spans)
				.isEqualTo(oracle.owners());
			assertThat(selfTimes(analysis)).as("self times in tree %s: %s", i, spans).isEqualTo(oracle.selfTimes());
			assertThat(analysis.contributions().stream().mapToLong(Contribution::nanos).sum())
				.as("exclusive times in tree %s: %s", i, spans)
				.isEqualTo(analysis.durationNanos());
		}
	}

	@Test
	void repeatedQueryIsFoundWithItsPlace() {
		List<TestSpan> spans = new ArrayList<>();
		spans.add(TestSpan.root("1").nanos(0, 100));
		for (int i = 0; i < 5; i++) {
			spans.add(TestSpan.child("q" + i, "1")
				.kind(Kind.CLIENT)
				.nanos(10 * i, 10 * i + 5)
				.with("jdbc.query[0]", "select * from items where order_id = " + i)
				.with("code.function.name", "shop.Orders.load")
				.with("code.line.number", 42L));
		}
		TraceAnalysis analysis = analyze(spans.toArray(TestSpan[]::new));
		assertThat(analysis.repetitions()).singleElement().satisfies((repetition) -> {
			assertThat(repetition.query()).isTrue();
			assertThat(repetition.what()).isEqualTo("select * from items where order_id = ?");
			assertThat(repetition.count()).isEqualTo(5);
			assertThat(repetition.totalNanos()).isEqualTo(25);
			assertThat(repetition.parent()).isSameAs(analysis.root());
			assertThat(repetition.places()).singleElement().hasToString("shop.Orders.load:42");
		});
	}

	@Test
	void repeatedCallIsFoundByPeerAndRouteInBothConventions() {
		TraceAnalysis spring = analyze(TestSpan.root("1").nanos(0, 100),
				call("2", 0, 10).with("client.name", "stock").with("uri", "/items/{id}").with("method", "GET"),
				call("3", 10, 20).with("client.name", "stock").with("uri", "/items/{id}").with("method", "GET"));
		assertThat(spring.repetitions()).singleElement()
			.extracting((repetition) -> repetition.what())
			.isEqualTo("GET stock /items/{id}");
		TraceAnalysis openTelemetry = analyze(TestSpan.root("1").nanos(0, 100),
				call("2", 0, 10).with("url.full", "http://stock:80/v1/items/17").with("http.request.method", "GET"),
				call("3", 10, 20).with("url.full", "http://stock:80/v1/items/18?x=1")
					.with("http.request.method", "GET"));
		assertThat(openTelemetry.repetitions()).singleElement()
			.extracting((repetition) -> repetition.what())
			.isEqualTo("GET stock /v1/items/{id}");
	}

	@Test
	void gapsAreTimesWithoutAChild() {
		TraceAnalysis analysis = analyze(TestSpan.root("1").nanos(0, 100), TestSpan.child("2", "1").nanos(10, 20),
				TestSpan.child("3", "1").nanos(60, 100));
		assertThat(analysis.gaps())
			.extracting((gap) -> gap.startNanos(), (gap) -> gap.endNanos(), (gap) -> id(gap.before()),
					(gap) -> id(gap.after()))
			.containsExactly(tuple(20L, 60L, "2", "3"), tuple(0L, 10L, null, "2"));
	}

	@Test
	void fanOutCountsCallsAndHowManyRunAtOnce() {
		TraceAnalysis analysis = analyze(TestSpan.root("1").nanos(0, 100), call("2", 0, 50), call("3", 10, 60),
				call("4", 60, 70), TestSpan.child("5", "1").nanos(0, 100));
		assertThat(analysis.fanOuts()).singleElement().satisfies((fanOut) -> {
			assertThat(fanOut.calls()).isEqualTo(3);
			assertThat(fanOut.mostAtOnce()).isEqualTo(2);
		});
	}

	@Test
	void serialCallsOfDifferentPeersCouldBeParallel() {
		TraceAnalysis analysis = analyze(TestSpan.root("1").nanos(0, 100),
				call("2", 0, 40).with("server.address", "pricing"),
				call("3", 40, 70).with("server.address", "matching"),
				call("4", 70, 80).with("server.address", "pricing"),
				call("5", 80, 90).with("db.query.text", "select 1"));
		assertThat(analysis.serialCalls()).singleElement().satisfies((serial) -> {
			assertThat(serial.calls()).extracting(TraceSpan::spanId).containsExactly("2", "3", "4");
			assertThat(serial.totalNanos()).isEqualTo(80);
			assertThat(serial.savedNanos()).isEqualTo(30);
		});
	}

	@Test
	void overlappingCallsAreNotSerial() {
		TraceAnalysis analysis = analyze(TestSpan.root("1").nanos(0, 100),
				call("2", 0, 40).with("server.address", "pricing"),
				call("3", 20, 70).with("server.address", "matching"));
		assertThat(analysis.serialCalls()).isEmpty();
	}

	@Test
	void nothingIsKnownOfNoSpans() {
		TraceAnalysis analysis = TraceAnalyzer.analyze(List.of());
		assertThat(analysis.root()).isNull();
		assertThat(analysis.criticalPath()).isEmpty();
		assertThat(analysis.has(ProblemType.EMPTY)).isTrue();
	}

	@Test
	void missingRootIsSaidAndTheLargestPartAnalyzed() {
		TraceAnalysis analysis = analyze(TestSpan.child("2", "gone").nanos(0, 5),
				TestSpan.child("3", "gone").nanos(0, 50), TestSpan.child("4", "3").nanos(10, 20));
		assertThat(id(analysis.root())).isEqualTo("3");
		assertThat(analysis.durationNanos()).isEqualTo(50);
		assertThat(analysis.spans()).hasSize(3);
		assertThat(analysis.problems()).extracting(Object::toString)
			.containsExactlyInAnyOrder("no root", "parent missing: 2, 3");
	}

	@Test
	void severalRootsAreSaid() {
		TraceAnalysis analysis = analyze(TestSpan.root("1").nanos(0, 5), TestSpan.root("2").nanos(3, 50));
		assertThat(id(analysis.root())).isEqualTo("2");
		assertThat(analysis.has(ProblemType.SEVERAL_ROOTS)).isTrue();
	}

	@Test
	void spansOfAnotherTraceAreSaidAndLeftOut() {
		TraceAnalysis analysis = analyze(TestSpan.root("1").nanos(0, 5), TestSpan.child("2", "1").nanos(1, 2),
				TestSpan.child("3", "1").inTrace("b").nanos(2, 5));
		assertThat(analysis.spans()).hasSize(2);
		assertThat(analysis.has(ProblemType.SEVERAL_TRACES)).isTrue();
	}

	@Test
	void cycleBecomesATreeFromItsEarliestSpan() {
		TraceAnalysis analysis = analyze(TestSpan.child("1", "3").nanos(5, 50), TestSpan.child("2", "1").nanos(0, 100),
				TestSpan.child("3", "2").nanos(2, 60), TestSpan.child("4", "1").nanos(10, 20),
				TestSpan.child("5", "5").nanos(0, 1));
		assertThat(id(analysis.root())).isEqualTo("2");
		assertThat(analysis.durationNanos()).isEqualTo(100);
		assertThat(analysis.spans()).hasSize(5);
		assertThat(analysis.problems()).anySatisfy((problem) -> {
			assertThat(problem.type()).isEqualTo(ProblemType.CYCLE);
			assertThat(problem.spans()).extracting(TraceSpan::spanId).containsExactlyInAnyOrder("1", "2", "3", "5");
		});
	}

	@Test
	void idUsedTwiceIsSaid() {
		TraceAnalysis analysis = analyze(TestSpan.root("1").nanos(0, 10), TestSpan.child("2", "1").nanos(0, 4),
				TestSpan.child("2", "1").nanos(4, 8), TestSpan.child("3", "2").nanos(1, 2));
		assertThat(analysis.has(ProblemType.DUPLICATE_ID)).isTrue();
		assertThat(analysis.spans()).hasSize(4);
		assertThat(analysis.contributions().stream().mapToLong(Contribution::nanos).sum()).isEqualTo(10);
	}

	@Test
	void clockOfACalledServiceIsMovedIntoItsCall() {
		TraceAnalysis analysis = analyze(TestSpan.root("1").of("a").nanos(1000, 1100),
				TestSpan.child("2", "1").of("a").kind(Kind.CLIENT).nanos(1010, 1090),
				TestSpan.child("3", "2").of("b").kind(Kind.SERVER).nanos(500, 540),
				TestSpan.child("4", "3").of("b").nanos(510, 520));
		assertThat(analysis.problems()).singleElement().hasToString("clock differs from that of its caller: b/3");
		assertThat(analysis.criticalPath()).extracting((step) -> step.span().spanId(), Step::nanos)
			.containsExactly(tuple("1", 10L), tuple("2", 20L), tuple("3", 10L), tuple("4", 10L), tuple("3", 20L),
					tuple("2", 20L), tuple("1", 10L));
	}

	@Test
	void serverThatWorksOnAfterItsClientGaveUpIsNoSkew() {
		TraceAnalysis analysis = analyze(TestSpan.root("1").of("a").kind(Kind.CLIENT).nanos(0, 10),
				TestSpan.child("2", "1").of("b").kind(Kind.SERVER).nanos(2, 11));
		assertThat(analysis.has(ProblemType.CLOCK_SKEW)).isFalse();
		assertThat(analysis.has(ProblemType.OUTLIVES_PARENT)).isTrue();
	}

	@Test
	void endBeforeStartCountsAsNothing() {
		TraceAnalysis analysis = analyze(TestSpan.root("1").nanos(0, 10), TestSpan.child("2", "1").nanos(8, 4));
		assertThat(analysis.has(ProblemType.ENDS_BEFORE_START)).isTrue();
		assertThat(selfTimes(analysis)).containsEntry("1", 10L).containsEntry("2", 0L);
	}

	@Test
	void extremeTimesDoNotOverflow() {
		TraceAnalysis analysis = analyze(TestSpan.root("1").nanos(Long.MIN_VALUE, Long.MAX_VALUE),
				call("2", 0, Long.MAX_VALUE).with("db.query.text", "select 1"),
				call("3", 0, Long.MAX_VALUE).with("db.query.text", "select 2"));
		assertThat(analysis.durationNanos()).isEqualTo(Long.MAX_VALUE);
		assertThat(analysis.repetitions()).singleElement()
			.extracting((repetition) -> repetition.totalNanos())
			.isEqualTo(Long.MAX_VALUE);
	}

	@Test
	@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
	void deepTraceEndsInBoundedTime() {
		List<TraceSpan> spans = new ArrayList<>();
		spans.add(TestSpan.root("0").nanos(0, 200_000).build());
		for (int i = 1; i < 50_000; i++) {
			spans.add(TestSpan.child("" + i, "" + (i - 1)).nanos(i, 200_000 - i).build());
		}
		Collections.shuffle(spans, new Random(1));
		assertComplete(spans, 200_000);
	}

	@Test
	@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
	void wideTraceEndsInBoundedTime() {
		List<TraceSpan> spans = new ArrayList<>();
		spans.add(TestSpan.root("1").nanos(0, 200_000).build());
		for (int i = 2; i < 50_001; i++) {
			spans.add(call("" + i, i, 2L * i).with("server.address", "host" + i % 7).build());
		}
		for (int i = 0; i < 1000; i++) {
			TraceSpan span = spans.get(i + 1);
			spans.set(i + 1, TestSpan.child(span.spanId(), span.spanId()).inTrace("a").nanos(0, 1).build());
		}
		assertComplete(spans, 200_000);
	}

	/** Missing parents, cycles of any length, ids used twice, faulty times, no root. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4 })
	@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
	void faultyTraceEndsInBoundedTime(int seed) {
		Random random = new Random(seed);
		List<TraceSpan> spans = new ArrayList<>();
		for (int i = 0; i < 50_000; i++) {
			long start = random.nextInt(1_000_000) - 1000;
			spans.add(TestSpan.child("s" + random.nextInt(49_000), "s" + random.nextInt(60_000))
				.kind(random.nextBoolean() ? Kind.CLIENT : Kind.SERVER)
				.nanos(start, start + random.nextInt(10_000) - 1000)
				.with("db.query.text", "select " + random.nextInt(1000))
				.with("server.address", "host" + random.nextInt(50))
				.build());
		}
		for (int i = 0; i < 1000; i++) {
			spans.add(TestSpan.child("c" + i, "c" + (i / 10 * 10 + (i + 1) % 10)).nanos(i, 2 * i).build());
		}
		TraceAnalysis analysis = TraceAnalyzer.analyze(spans);
		assertThat(analysis.spans()).hasSameSizeAs(spans);
		assertThat(analysis.problems()).extracting((problem) -> problem.type())
			.contains(ProblemType.NO_ROOT, ProblemType.MISSING_PARENT, ProblemType.CYCLE, ProblemType.DUPLICATE_ID,
					ProblemType.ENDS_BEFORE_START);
	}

	/** One cycle of all spans, which the search for it must not walk again and again. */
	@Test
	@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
	void longCycleEndsInBoundedTime() {
		List<TraceSpan> spans = new ArrayList<>();
		for (int i = 0; i < 50_000; i++) {
			spans.add(TestSpan.child("s" + i, "s" + (i + 1) % 50_000).nanos(i, 200_000 - i).build());
		}
		Collections.shuffle(spans, new Random(1));
		TraceAnalysis analysis = TraceAnalyzer.analyze(spans);
		assertThat(analysis.spans()).hasSameSizeAs(spans);
		assertThat(id(analysis.root())).isEqualTo("s0");
	}

	@Test
	void nothingIsRetained() {
		List<WeakReference<TraceSpan>> references = analyzeAndForget();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
			System.gc();
			return references.stream().allMatch((reference) -> reference.get() == null);
		});
	}

	private static List<WeakReference<TraceSpan>> analyzeAndForget() {
		List<TraceSpan> spans = randomTree(new Random(1));
		assertThat(TraceAnalyzer.analyze(spans).spans()).hasSameSizeAs(spans);
		return spans.stream().map(WeakReference::new).toList();
	}

	private static void assertComplete(List<TraceSpan> spans, long duration) {
		TraceAnalysis analysis = TraceAnalyzer.analyze(spans);
		assertThat(analysis.spans()).hasSize(spans.size());
		assertThat(analysis.contributions().stream().mapToLong(Contribution::nanos).sum()).isEqualTo(duration);
	}

	private static TestSpan call(String id, long start, long end) {
		return TestSpan.child(id, "1").kind(Kind.CLIENT).nanos(start, end);
	}

	private static TraceAnalysis analyze(TestSpan... spans) {
		return TraceAnalyzer.analyze(Arrays.stream(spans).map(TestSpan::build).toList());
	}

	private static @Nullable String id(@Nullable TraceSpan span) {
		return (span != null) ? span.spanId() : null;
	}

	private static Map<String, Long> selfTimes(TraceAnalysis analysis) {
		Map<String, Long> times = new HashMap<>();
		for (SpanTime time : analysis.spans()) {
			times.put(time.span().spanId(), time.selfNanos());
		}
		return times;
	}

	private static String[] owners(TraceAnalysis analysis) {
		TraceSpan root = analysis.root();
		assertThat(root).isNotNull();
		String[] owners = new String[(int) analysis.durationNanos()];
		long last = root.startNanos();
		for (Step step : analysis.criticalPath()) {
			assertThat(step.startNanos()).isEqualTo(last);
			for (long at = step.startNanos(); at < step.endNanos(); at++) {
				owners[(int) (at - root.startNanos())] = step.span().spanId();
			}
			last = step.endNanos();
		}
		assertThat(last).isEqualTo(root.endNanos());
		return owners;
	}

	/**
	 * Few and short times, so that many of them are equal; children may precede and
	 * outlive their parents.
	 */
	private static List<TraceSpan> randomTree(Random random) {
		List<TraceSpan> spans = new ArrayList<>();
		spans.add(TestSpan.root("s0").nanos(10, 10 + random.nextInt(60)).build());
		int size = 1 + random.nextInt(25);
		for (int i = 1; i < size; i++) {
			long start = random.nextInt(80);
			spans
				.add(TestSpan.child("s" + i, "s" + random.nextInt(i)).nanos(start, start + random.nextInt(40)).build());
		}
		Collections.shuffle(spans, random);
		return spans;
	}

	/**
	 * The definitions, a nanosecond at a time.
	 */
	private static final class Oracle {

		private final List<TraceSpan> spans;

		private final Map<String, List<TraceSpan>> children = new HashMap<>();

		private final TraceSpan root;

		private final String[] owners;

		Oracle(List<TraceSpan> spans) {
			this.spans = spans;
			this.root = spans.stream().filter(TraceSpan::isRoot).findFirst().orElseThrow();
			for (TraceSpan span : spans) {
				this.children.computeIfAbsent(String.valueOf(span.parentSpanId()), (key) -> new ArrayList<>())
					.add(span);
			}
			this.owners = new String[(int) this.root.durationNanos()];
			own(this.root, this.root.startNanos(), this.root.endNanos());
		}

		/**
		 * Whatever no child takes is the span's own. The next child is found by looking
		 * at every one of them again.
		 */
		private void own(TraceSpan span, long from, long until) {
			for (long at = from; at < until; at++) {
				this.owners[(int) (at - this.root.startNanos())] = span.spanId();
			}
			long cursor = until;
			while (true) {
				long limit = cursor;
				TraceSpan next = children(span).stream()
					.filter((child) -> low(child, from) < high(child, until) && high(child, until) <= limit)
					.max(Comparator.comparingLong((TraceSpan child) -> high(child, until))
						.thenComparing(Comparator.comparingLong((TraceSpan child) -> low(child, from)).reversed())
						.thenComparing(
								Comparator.comparingInt((TraceSpan child) -> this.spans.indexOf(child)).reversed()))
					.orElse(null);
				if (next == null) {
					return;
				}
				own(next, low(next, from), high(next, until));
				cursor = low(next, from);
			}
		}

		private static long low(TraceSpan child, long from) {
			return Math.max(child.startNanos(), from);
		}

		private static long high(TraceSpan child, long until) {
			return Math.min(child.endNanos(), until);
		}

		private List<TraceSpan> children(TraceSpan parent) {
			return this.children.getOrDefault(parent.spanId(), List.of());
		}

		String[] owners() {
			return this.owners;
		}

		Map<String, Long> selfTimes() {
			Map<String, Long> times = new HashMap<>();
			for (TraceSpan span : this.spans) {
				long self = 0;
				for (long at = span.startNanos(); at < span.endNanos(); at++) {
					long tick = at;
					if (children(span).stream()
						.noneMatch((child) -> child.startNanos() <= tick && tick < child.endNanos())) {
						self++;
					}
				}
				times.put(span.spanId(), self);
			}
			return times;
		}

	}

}
