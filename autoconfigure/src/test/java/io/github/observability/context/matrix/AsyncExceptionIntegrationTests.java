package io.github.observability.context.matrix;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exceptions of asynchronous methods that nobody could catch.
 */
@ExtendWith(OutputCaptureExtension.class)
class AsyncExceptionIntegrationTests {

	private static final String METER = "observability.async.uncaught";

	private final Call call = Call.next();

	@Test
	void countsAndLogsWithTheIds(CapturedOutput output) {
		try (RunningApplication application = RunningApplication.start(Springs.class, "spring.main.banner-mode=off")) {
			application.get("/fail", this.call.headers());
			awaitOne(application);
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> output.getOut().contains("Unexpected exception occurred"));
		}
		assertThat(Propagated.in(JsonLines.withMessage(output.getOut(), "Unexpected exception occurred"), this.call))
			.contains(Propagated.TRACE, Propagated.REQUEST);
	}

	@Test
	void leavesTheLineToTheUsersHandler(CapturedOutput output) {
		try (RunningApplication application = RunningApplication.start(Users.class, "spring.main.banner-mode=off")) {
			application.get("/fail", this.call.headers());
			awaitOne(application);
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> this.call.requestId().equals(application.bean(OwnHandler.class).requestId.get()));
		}
		assertThat(output.getOut()).doesNotContain("Unexpected exception occurred");
	}

	private static void awaitOne(RunningApplication application) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(application.meters()
				.get(METER)
				.tag("code.function", "fail")
				.tag("code.namespace", AsyncMethods.class.getName())
				.tag("exception", "UnsupportedOperationException")
				.counter()
				.count()).isEqualTo(1));
	}

	@UnsecuredApplication
	@EnableAsync
	@Import({ AsyncMethods.class, Failing.class })
	static class Springs {

		@Bean
		ThreadPoolTaskExecutor pool() {
			return new ThreadPoolTaskExecutor();
		}

	}

	@UnsecuredApplication
	@EnableAsync
	@Import({ AsyncMethods.class, Failing.class, OwnHandler.class })
	static class Users {

		@Bean
		ThreadPoolTaskExecutor pool() {
			return new ThreadPoolTaskExecutor();
		}

	}

	static class OwnHandler implements AsyncConfigurer {

		private final AtomicReference<String> requestId = new AtomicReference<>();

		@Override
		public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
			return (failure, method, arguments) -> this.requestId.set(MDC.get("requestId"));
		}

	}

	@RestController
	static class Failing {

		private final AsyncMethods methods;

		Failing(AsyncMethods methods) {
			this.methods = methods;
		}

		@GetMapping("/fail")
		String fail() {
			this.methods.fail();
			return "failing";
		}

	}

}
