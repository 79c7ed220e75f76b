package io.github.observability.logging.flood;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import com.sun.management.ThreadMXBean;
import io.github.observability.logging.masking.Masking;
import io.github.observability.logging.stacktrace.StackHash;
import io.github.observability.testing.Volume;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.KeyValuePair;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Floods of equal lines, by a clock that the tests set.
 */
class FloodsTests {

	private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");

	private static final String FAILED = "Ride {} failed";

	private static final Masking MASKING = Masking.create(new MockEnvironment(), FloodKey.MAX_TEMPLATE);

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final LoggerContext context = new LoggerContext();

	private final Logger logger = this.context.getLogger("org.example.Rides");

	private final Logger summaries = (Logger) LoggerFactory.getLogger("io.github.observability.logging.floods");

	private final ListAppender<ILoggingEvent> written = new ListAppender<>();

	private Floods floods = floods(1, 1_000);

	@BeforeEach
	void listen() {
		this.written.setContext(this.summaries.getLoggerContext());
		this.written.start();
		this.summaries.addAppender(this.written);
	}

	@AfterEach
	void stop() {
		this.floods.close();
		this.summaries.detachAppender(this.written);
		MDC.clear();
	}

	@Test
	void writesAllLinesUpToTheRate() {
		this.floods = floods(10, 1_000);
		for (int window = 0; window < 5; window++) {
			assertThat(writtenOf(10, FAILED)).isEqualTo(10);
			pass(Duration.ofSeconds(10));
		}
		this.floods.sweep();
		assertThat(this.written.list).isEmpty();
	}

	@Test
	void writesAsManyLinesAsAllowedBeforeAFlood() {
		this.floods = floods(10, 1_000);
		assertThat(writtenOf(900, FAILED)).isEqualTo(10);
		assertThat(this.floods.suppressedSoFar(Level.ERROR)).isEqualTo(890);
	}

	@Test
	void summarizesWhatWasSuppressed() {
		MDC.put("traceId", "trace-0");
		assertThat(decide(FAILED)).isEqualTo(FilterReply.NEUTRAL);
		pass(Duration.ofMillis(100));
		for (int i = 1; i <= 412; i++) {
			MDC.put("traceId", "trace-" + i);
			assertThat(decide(FAILED)).isEqualTo(FilterReply.DENY);
			pass(Duration.ofMillis(10));
		}
		this.floods.sweep();
		assertThat(this.written.list).isEmpty();
		pass(Duration.ofSeconds(10));
		this.floods.sweep();
		ILoggingEvent summary = this.written.list.get(0);
		assertThat(this.written.list).hasSize(1);
		assertThat(summary.getLevel()).isEqualTo(Level.ERROR);
		assertThat(summary.getFormattedMessage()).isEqualTo("412 more in 10 s: Ride {} failed");
		assertThat(pairs(summary)).containsEntry("flood.logger", "org.example.Rides")
			.containsEntry("flood.count", 412L)
			.containsEntry("flood.first", START.plusMillis(100).toString())
			.containsEntry("flood.last", START.plusMillis(100 + 411 * 10).toString())
			.containsEntry("flood.traces", List.of("trace-1", "trace-2", "trace-3"))
			.doesNotContainKey("error.stack_hash");
	}

	@Test
	void hasTheStackHashOfTheLines() {
		IllegalStateException failure = new IllegalStateException("no driver", new java.io.IOException("reset"));
		decide(this.logger, Level.ERROR, FAILED, failure);
		decide(this.logger, Level.ERROR, FAILED, failure);
		this.floods.close();
		assertThat(pairs(this.written.list.get(0))).containsEntry("error.stack_hash",
				StackHash.of(new ThrowableProxy(failure)));
	}

	@Test
	void hashesACycleOfCausesAsTheLinesDo() {
		Exception outer = new Exception("outer");
		outer.initCause(new Exception("inner", outer));
		assertThat(StackHash.text(StackHash.of(outer))).isEqualTo(StackHash.of(new ThrowableProxy(outer)));
	}

	@Test
	void writesOneLineOfAWindowDuringAFlood() {
		this.floods = floods(1, 100);
		assertThat(writtenOf(1_000, FAILED)).isEqualTo(1);
		pass(Duration.ofSeconds(10));
		List<Integer> numbers = IntStream.rangeClosed(1, 1_000)
			.filter((number) -> decide(FAILED) == FilterReply.NEUTRAL)
			.boxed()
			.toList();
		assertThat(numbers).containsExactly(100);
		this.floods.close();
		assertThat(counts()).containsExactly(999L, 999L);
	}

	@Test
	void endsAFloodWithAWindowBelowTheRate() {
		this.floods = floods(10, 1_000);
		assertThat(writtenOf(100, FAILED)).isEqualTo(10);
		pass(Duration.ofSeconds(10));
		assertThat(writtenOf(3, FAILED)).isZero();
		pass(Duration.ofSeconds(10));
		assertThat(writtenOf(100, FAILED)).isEqualTo(10);
		this.floods.close();
		assertThat(counts()).containsExactly(90L, 3L, 90L);
	}

	@Test
	void endsAFloodWithAWindowWithoutLines() {
		writtenOf(100, FAILED);
		pass(Duration.ofSeconds(20));
		assertThat(decide(FAILED)).isEqualTo(FilterReply.NEUTRAL);
	}

	@Test
	void neverMergesDifferentCauses() {
		writtenOf(100, FAILED);
		assertThat(decide(this.context.getLogger("org.example.Fares"), Level.ERROR, FAILED, null))
			.isEqualTo(FilterReply.NEUTRAL);
		assertThat(decide(this.logger, Level.WARN, FAILED, null)).isEqualTo(FilterReply.NEUTRAL);
		assertThat(decide("Ride {} failed again")).isEqualTo(FilterReply.NEUTRAL);
		assertThat(decide(this.logger, Level.ERROR, FAILED, new IllegalStateException()))
			.isEqualTo(FilterReply.NEUTRAL);
		assertThat(decide(this.logger, Level.ERROR, FAILED, new IllegalArgumentException()))
			.isEqualTo(FilterReply.NEUTRAL);
		assertThat(decide(this.logger, Level.ERROR, FAILED, failureFromElsewhere())).isEqualTo(FilterReply.NEUTRAL);
	}

	@Test
	void neverMergesTemplatesOfTheSameHash() {
		assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
		this.floods = floods(10, 1_000);
		assertThat(writtenOf(100, "Aa")).isEqualTo(10);
		assertThat(writtenOf(100, "BB")).isPositive();
		String beginning = "x".repeat(5_000);
		assertThat(writtenOf(100, beginning + "a")).isEqualTo(10);
		assertThat(writtenOf(1, beginning + "b")).isEqualTo(1);
	}

	@Test
	void summarizesWithoutPartOfASecretThatALongTemplateIsCutIn() {
		writtenOf(5, "x".repeat(1_000) + " https://user:S3cretPassw0rd@host/");
		pass(Duration.ofSeconds(10));
		this.floods.sweep();
		assertThat(this.written.list).singleElement()
			.satisfies(
					(line) -> assertThat(line.getFormattedMessage()).contains("https://user:").doesNotContain("S3c"));
	}

	@Test
	void leavesLevelsBelowWarnAlone() {
		for (int i = 0; i < 100; i++) {
			assertThat(decide(this.logger, Level.INFO, FAILED, null)).isEqualTo(FilterReply.NEUTRAL);
		}
		assertThat(writtenOf(5, FAILED)).isEqualTo(1);
	}

	@Test
	void leavesLinesOfDisabledLevelsToTheirLogger() {
		this.logger.setLevel(Level.OFF);
		for (int i = 0; i < 5; i++) {
			assertThat(decide(FAILED)).isEqualTo(FilterReply.NEUTRAL);
		}
		assertThat(this.floods.size()).isZero();
	}

	@Test
	void leavesExcludedLoggersAndAccessLinesAlone() {
		for (int i = 0; i < 100; i++) {
			assertThat(decide(this.context.getLogger("org.audit.Ledger"), Level.ERROR, FAILED, null))
				.isEqualTo(FilterReply.NEUTRAL);
			assertThat(decide(this.context.getLogger("io.github.observability.access"), Level.WARN, FAILED, null))
				.isEqualTo(FilterReply.NEUTRAL);
		}
		decide(this.context.getLogger("org.auditors"), Level.ERROR, FAILED, null);
		assertThat(decide(this.context.getLogger("org.auditors"), Level.ERROR, FAILED, null))
			.isEqualTo(FilterReply.DENY);
	}

	@ParameterizedTest
	@CsvSource({ "warn, INFO, 40", "warn, WARN, 10", "warn, ERROR, 10", "error, WARN, 40", "error, ERROR, 10",
			"info, INFO, 10", "info, DEBUG, 40" })
	void summarizesFromTheLevelThatIsSet(String lowest, String level, long written) {
		this.floods = configured("level=" + lowest);
		assertThat(IntStream.range(0, 40)
			.filter((each) -> decide(this.logger, Level.toLevel(level), FAILED, null) == FilterReply.NEUTRAL)
			.count()).isEqualTo(written);
	}

	@ParameterizedTest
	@CsvSource({ "10, 10", "3, 3", "100, 40" })
	void writesAsManyLinesAsTheThresholdThatIsSet(int threshold, long written) {
		this.floods = configured("threshold=" + threshold);
		assertThat(writtenOf(40, FAILED)).isEqualTo(written);
	}

	@ParameterizedTest
	@CsvSource({ "1000, 0", "25, 1" })
	void writesTheLineThatIsSetDuringAFlood(int line, long written) {
		this.floods = configured("sample-line=" + line);
		writtenOf(40, FAILED);
		pass(Duration.ofSeconds(10));
		assertThat(writtenOf(40, FAILED)).isEqualTo(written);
	}

	@ParameterizedTest
	@CsvSource({ "10s, 10, 30 more in 10 s: Ride {} failed", "1m, 0, 50 more in 60 s: Ride {} failed" })
	void countsForTheWindowThatIsSet(String window, long written, String summary) {
		this.floods = configured("window=" + window);
		writtenOf(40, FAILED);
		pass(Duration.ofSeconds(20));
		assertThat(writtenOf(20, FAILED)).isEqualTo(written);
		this.floods.close();
		assertThat(this.written.list.get(0).getFormattedMessage()).isEqualTo(summary);
	}

	@ParameterizedTest
	@CsvSource({ "org.example.Rides, 40", "org.example, 40", "org.exam, 10", "org.example.Rides.In, 10" })
	void leavesTheLoggersAloneThatAreSet(String excluded, long written) {
		this.floods = configured("excluded-loggers=org.audit," + excluded);
		assertThat(writtenOf(40, FAILED)).isEqualTo(written);
	}

	@Test
	void doesNotCountWhoOnlyAsksForALevel() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.floods.decide(this.logger, Level.ERROR, null, null)).isEqualTo(FilterReply.NEUTRAL);
		}
		assertThat(decide(FAILED)).isEqualTo(FilterReply.NEUTRAL);
	}

	@Test
	void allocatesNothingBelowTheRate() {
		this.floods = floods(900, 1_000);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		writtenOf(100, FAILED);
		long before = threads.getCurrentThreadAllocatedBytes();
		before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < 300; i++) {
			this.floods.decide(this.logger, Level.ERROR, FAILED, null);
		}
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(300);
	}

	@Test
	void holdsABoundedNumberOfTemplatesAndStillSeesAFlood() {
		int written = 0;
		for (int i = 0; i < Volume.of(50_000, 1_000_000); i++) {
			decide("Ride number " + i + " failed");
			if (i % 10 == 0 && decide(FAILED) == FilterReply.NEUTRAL) {
				written++;
			}
		}
		assertThat(this.floods.size()).isLessThanOrEqualTo(Floods.MAX_FLOODS);
		assertThat(written).isLessThanOrEqualTo(2);
	}

	@Test
	void forgetsFloodsThatAreOver() {
		writtenOf(10, FAILED);
		pass(Duration.ofSeconds(30));
		this.floods.sweep();
		assertThat(this.floods.size()).isZero();
		assertThat(counts()).containsExactly(9L);
	}

	@Test
	void writesEverythingOnceClosed() {
		writtenOf(10, FAILED);
		this.floods.close();
		assertThat(writtenOf(10, FAILED)).isEqualTo(10);
	}

	/** With one line a window, as the rate of a flood that lasts is. */
	@Test
	void countsAMillionErrorsOfManyThreadsExactly() throws Exception {
		int threads = 16;
		int each = Volume.of(200_000, 1_000_000) / threads;
		AtomicInteger first = new AtomicInteger();
		AtomicInteger second = new AtomicInteger();
		IllegalStateException cause = new IllegalStateException("no driver");
		IllegalArgumentException other = new IllegalArgumentException("no rider");
		CountDownLatch begin = new CountDownLatch(1);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		List<Future<?>> tasks = new ArrayList<>();
		for (int thread = 0; thread < threads; thread++) {
			int number = thread;
			tasks.add(executor.submit(() -> {
				begin.await();
				for (int i = 0; i < each; i++) {
					count(first, cause);
					if (number == 0 && i % (each / 100) == 0) {
						count(second, other);
					}
					// Four windows in all.
					if (number == 1 && (i + 1) % (each / 4) == 0 && i + 1 < each) {
						pass(Duration.ofSeconds(10));
						this.floods.sweep();
					}
				}
				return null;
			}));
		}
		begin.countDown();
		for (Future<?> task : tasks) {
			task.get(2, TimeUnit.MINUTES);
		}
		executor.shutdown();
		this.floods.close();
		int windows = (each / (each / 4));
		assertThat(first).hasValueBetween(1, windows);
		assertThat(second).hasValueGreaterThanOrEqualTo(1);
		assertThat(sum(cause) + first.get()).isEqualTo((long) each * threads);
		assertThat(sum(other) + second.get()).isEqualTo((each + each / 100 - 1) / (each / 100));
		assertThat(this.floods.suppressedSoFar(Level.ERROR)).isEqualTo(sum(cause) + sum(other));
	}

	private void count(AtomicInteger written, Throwable cause) {
		if (decide(this.logger, Level.ERROR, FAILED, cause) == FilterReply.NEUTRAL) {
			written.incrementAndGet();
		}
	}

	private long sum(Throwable cause) {
		String hash = StackHash.of(new ThrowableProxy(cause));
		return this.written.list.stream()
			.map(FloodsTests::pairs)
			.filter((pairs) -> hash.equals(pairs.get("error.stack_hash")))
			.mapToLong((pairs) -> (Long) pairs.get("flood.count"))
			.sum();
	}

	private static Exception failureFromElsewhere() {
		return new IllegalStateException();
	}

	private Floods floods(int lines, int sampleLine) {
		return new Floods(new FloodProperties(true, org.slf4j.event.Level.WARN, lines, sampleLine,
				Duration.ofSeconds(10), List.of("org.audit")), FloodClock.of(this.nanos::get, START), MASKING);
	}

	private Floods configured(String setting) {
		String[] pair = setting.split("=");
		FloodProperties properties = new Binder(
				new MapConfigurationPropertySource(Map.of("observability.logging.floods." + pair[0], pair[1])))
			.bindOrCreate(FloodProperties.PREFIX, FloodProperties.class);
		return new Floods(properties, FloodClock.of(this.nanos::get, START), MASKING);
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

	private long writtenOf(int lines, String template) {
		return IntStream.range(0, lines).filter((each) -> decide(template) == FilterReply.NEUTRAL).count();
	}

	private FilterReply decide(String template) {
		return decide(this.logger, Level.ERROR, template, null);
	}

	private FilterReply decide(Logger logger, Level level, String template, @Nullable Throwable throwable) {
		return this.floods.decide(logger, level, template, throwable);
	}

	private List<Object> counts() {
		return this.written.list.stream().map((each) -> pairs(each).get("flood.count")).toList();
	}

	private static Map<String, Object> pairs(ILoggingEvent event) {
		Map<String, Object> pairs = new HashMap<>();
		for (KeyValuePair pair : event.getKeyValuePairs()) {
			pairs.put(pair.key, pair.value);
		}
		return pairs;
	}

}
