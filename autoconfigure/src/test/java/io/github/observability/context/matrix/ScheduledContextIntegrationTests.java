package io.github.observability.context.matrix;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
class ScheduledContextIntegrationTests {

	private static final String FAILURE = "Unexpected error occurred in scheduled task";

	@ParameterizedTest
	@CsvSource({ "BOOTS, PLATFORM, FixedDelay", "BOOTS, PLATFORM, FixedRate", "BOOTS, PLATFORM, Cron",
			"BOOTS, VIRTUAL, FixedDelay", "BOOTS, VIRTUAL, FixedRate", "BOOTS, VIRTUAL, Cron",
			"USERS, PLATFORM, FixedDelay", "USERS, PLATFORM, FixedRate", "USERS, PLATFORM, Cron",
			"USERS, VIRTUAL, FixedDelay", "USERS, VIRTUAL, FixedRate", "USERS, VIRTUAL, Cron",
			"SIMPLE, PLATFORM, FixedDelay", "SIMPLE, PLATFORM, FixedRate", "SIMPLE, PLATFORM, Cron",
			"CONCURRENT, PLATFORM, FixedDelay", "CONCURRENT, PLATFORM, FixedRate", "CONCURRENT, PLATFORM, Cron",
			"SERVICE, PLATFORM, FixedDelay", "SERVICE, PLATFORM, FixedRate", "SERVICE, PLATFORM, Cron",
			"SERVICE, VIRTUAL, FixedDelay", "SERVICE, VIRTUAL, FixedRate", "SERVICE, VIRTUAL, Cron" })
	void givesEachRunATraceAndItsFailureTheId(Scheduler scheduler, Threads threads, String trigger,
			CapturedOutput output) {
		List<JsonNode> failures = failures(scheduler, threads, trigger, output);
		List<String> runs = traces(JsonLines.parseAll(output.getOut()), "Running");
		assertThat(runs).hasSizeGreaterThan(1).doesNotHaveDuplicates().allMatch(Objects::nonNull);
		assertThat(traces(failures, FAILURE)).hasSize(2).isSubsetOf(runs);
		assertThat(JsonLines.parseAll(output.getOut())).filteredOn((line) -> message(line).startsWith("Left"))
			.isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "BOOTS, PLATFORM, FixedDelay", "BOOTS, VIRTUAL, FixedDelay", "USERS, PLATFORM, Cron" })
	void plainBootLeavesTheFailureWithoutId(Scheduler scheduler, Threads threads, String trigger,
			CapturedOutput output) {
		List<JsonNode> failures = failures(scheduler, threads, trigger, output, "observability.context.enabled=false");
		assertThat(failures).allMatch((line) -> line.at("/trace/id").isMissingNode());
	}

	private static List<JsonNode> failures(Scheduler scheduler, Threads threads, String trigger, CapturedOutput output,
			String... arguments) {
		Assumptions.assumeTrue(threads.isPossible(), "virtual threads need Java 21");
		String[] all = new String[arguments.length + 4];
		all[0] = "spring.main.banner-mode=off";
		all[1] = "spring.threads.virtual.enabled=" + (threads == Threads.VIRTUAL);
		all[2] = "test.trigger=" + trigger;
		all[3] = "test.threads=" + threads;
		System.arraycopy(arguments, 0, all, 4, arguments.length);
		RunningApplication application = RunningApplication.start(scheduler.application, all);
		try {
			Tasks tasks = application.bean(Tasks.class);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> tasks.runs.get() >= 4);
		}
		finally {
			application.close();
		}
		return JsonLines.parseAll(output.getOut()).stream().filter((line) -> message(line).contains(FAILURE)).toList();
	}

	private static List<String> traces(List<JsonNode> lines, String message) {
		return lines.stream()
			.filter((line) -> message(line).contains(message))
			.map((line) -> line.at("/trace/id").asString(null))
			.toList();
	}

	private static String message(JsonNode line) {
		return line.path("message").asString("");
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

		private final AtomicInteger runs = new AtomicInteger();

		private final String trigger;

		Tasks(@Value("${test.trigger}") String trigger) {
			this.trigger = trigger;
		}

		@Scheduled(fixedDelay = 10)
		void fixedDelay() {
			run("FixedDelay");
		}

		@Scheduled(fixedRate = 10)
		void fixedRate() {
			run("FixedRate");
		}

		@Scheduled(cron = "* * * * * *")
		void cron() {
			run("Cron");
		}

		private void run(String name) {
			if (!this.trigger.equals(name)) {
				return;
			}
			int run = this.runs.incrementAndGet();
			if (MDC.get("requestId") != null) {
				logger.info("Left {}", MDC.getCopyOfContextMap());
			}
			if (run <= 2) {
				logger.info("Running");
				throw new IllegalStateException("run " + run);
			}
		}

	}

}
