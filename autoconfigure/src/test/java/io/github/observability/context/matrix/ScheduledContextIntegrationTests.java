package io.github.observability.context.matrix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.github.observability.testing.Volume;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scheduled tasks on Boot's scheduler and on the user's.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("jdk")
class ScheduledContextIntegrationTests {

	private static final String FAILURE = "Unexpected error occurred in scheduled task";

	private final Map<List<Object>, List<JsonNode>> written = new HashMap<>();

	@ParameterizedTest
	@MethodSource("runs")
	void givesEachRunATraceAndItsFailureTheId(Scheduler scheduler, Threads threads, Trigger trigger,
			CapturedOutput output) {
		List<JsonNode> lines = lines(scheduler, threads, output);
		List<String> runs = traces(lines, "Running " + trigger);
		assertThat(runs).hasSizeGreaterThan(1).doesNotHaveDuplicates().allMatch(Objects::nonNull);
		assertThat(failures(lines, trigger)).hasSize(2)
			.extracting(ScheduledContextIntegrationTests::trace)
			.isSubsetOf(runs);
		assertThat(lines).filteredOn((line) -> message(line).startsWith("Left")).isEmpty();
	}

	/** Without a full run, one scheduler on platform threads stands for the others. */
	static Stream<Arguments> runs() {
		return Stream.of(Scheduler.values())
			.flatMap((scheduler) -> Stream.of(Threads.values())
				.filter((threads) -> scheduler.runsOn(threads))
				.filter((threads) -> Volume.isFull() || scheduler == Scheduler.BOOTS || threads == Threads.VIRTUAL)
				.flatMap((threads) -> Stream.of(Trigger.values())
					.map((trigger) -> Arguments.of(scheduler, threads, trigger))));
	}

	@ParameterizedTest
	@CsvSource({ "BOOTS, PLATFORM, FIXED_DELAY", "BOOTS, VIRTUAL, FIXED_DELAY", "USERS, PLATFORM, CRON" })
	@FullRunOnly
	void plainBootLeavesTheFailureWithoutId(Scheduler scheduler, Threads threads, Trigger trigger,
			CapturedOutput output) {
		List<JsonNode> lines = lines(scheduler, threads, output, "observability.context.enabled=false");
		assertThat(failures(lines, trigger)).hasSize(2).allMatch((line) -> trace(line) == null);
	}

	/**
	 * Return what an application wrote until each trigger had fired often enough. It runs
	 * once for all tests that ask for it.
	 */
	private List<JsonNode> lines(Scheduler scheduler, Threads threads, CapturedOutput output, String... arguments) {
		Assumptions.assumeTrue(threads.isPossible(), "virtual threads need Java 21");
		List<Object> key = List.of(scheduler, threads, List.of(arguments));
		if (!this.written.containsKey(key)) {
			run(scheduler, threads, arguments);
			this.written.put(key, JsonLines.parseAll(output.getOut()));
		}
		return this.written.get(key);
	}

	private static void run(Scheduler scheduler, Threads threads, String... arguments) {
		List<String> all = new ArrayList<>(List.of("spring.main.banner-mode=off", "test.threads=" + threads,
				"spring.threads.virtual.enabled=" + (threads == Threads.VIRTUAL)));
		all.addAll(List.of(arguments));
		try (RunningApplication application = RunningApplication.start(scheduler.application,
				all.toArray(String[]::new))) {
			Tasks tasks = application.bean(Tasks.class);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(tasks::haveRunOftenEnough);
		}
	}

	private static List<JsonNode> failures(List<JsonNode> lines, Trigger trigger) {
		return lines.stream()
			.filter((line) -> message(line).contains(FAILURE))
			.filter((line) -> line.at("/error/message").asString("").startsWith(trigger + " "))
			.toList();
	}

	private static List<String> traces(List<JsonNode> lines, String message) {
		return lines.stream()
			.filter((line) -> message(line).contains(message))
			.map(ScheduledContextIntegrationTests::trace)
			.toList();
	}

	private static @Nullable String trace(JsonNode line) {
		return line.at("/trace/id").asString(null);
	}

	private static String message(JsonNode line) {
		return line.path("message").asString("");
	}

	enum Trigger {

		FIXED_DELAY, FIXED_RATE, CRON

	}

	enum Scheduler {

		BOOTS(Boots.class),

		USERS(Users.class),

		SIMPLE(Simple.class),

		CONCURRENT(Concurrent.class),

		SERVICE(Service.class);

		private final Class<?> application;

		Scheduler(Class<?> application) {
			this.application = application;
		}

		private boolean runsOn(Threads threads) {
			return threads == Threads.PLATFORM || (this != SIMPLE && this != CONCURRENT);
		}

	}

	@UnsecuredApplication
	@EnableScheduling
	@Import(Tasks.class)
	static class Boots {

	}

	@UnsecuredApplication
	@EnableScheduling
	@Import(Tasks.class)
	static class Users {

		@Bean
		ThreadPoolTaskScheduler ownScheduler(@Value("${test.threads}") Threads threads) {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.setThreadFactory(threads.factory());
			return scheduler;
		}

	}

	@UnsecuredApplication
	@EnableScheduling
	@Import(Tasks.class)
	static class Simple {

		@Bean
		SimpleAsyncTaskScheduler ownScheduler() {
			return new SimpleAsyncTaskScheduler();
		}

	}

	@UnsecuredApplication
	@EnableScheduling
	@Import(Tasks.class)
	static class Concurrent {

		@Bean
		ConcurrentTaskScheduler ownScheduler() {
			return new ConcurrentTaskScheduler(Executors.newSingleThreadScheduledExecutor());
		}

	}

	@UnsecuredApplication
	@EnableScheduling
	@Import(Tasks.class)
	static class Service {

		@Bean
		ScheduledExecutorService ownScheduler(@Value("${test.threads}") Threads threads) {
			return Executors.newSingleThreadScheduledExecutor(threads.factory());
		}

	}

	static class Tasks {

		private static final Logger logger = LoggerFactory.getLogger(Tasks.class);

		private final Map<Trigger, AtomicInteger> runs = new EnumMap<>(Trigger.class);

		Tasks() {
			for (Trigger trigger : Trigger.values()) {
				this.runs.put(trigger, new AtomicInteger());
			}
		}

		/** The first two fail, and the third sees what they left. */
		boolean haveRunOftenEnough() {
			return this.runs.values().stream().allMatch((runs) -> runs.get() >= 3);
		}

		@Scheduled(fixedDelay = 10)
		void fixedDelay() {
			run(Trigger.FIXED_DELAY);
		}

		@Scheduled(fixedRate = 10)
		void fixedRate() {
			run(Trigger.FIXED_RATE);
		}

		@Scheduled(cron = "* * * * * *")
		void cron() {
			run(Trigger.CRON);
		}

		private void run(Trigger trigger) {
			if (MDC.get("requestId") != null) {
				logger.info("Left {} {}", trigger, MDC.getCopyOfContextMap());
			}
			int run = this.runs.get(trigger).incrementAndGet();
			if (run <= 2) {
				logger.info("Running {}", trigger);
				throw new IllegalStateException(trigger + " run " + run);
			}
		}

	}

}
