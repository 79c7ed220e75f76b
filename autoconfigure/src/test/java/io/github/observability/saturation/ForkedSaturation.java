package io.github.observability.saturation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoublePredicate;

import io.github.observability.testing.UnsecuredApplication;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes all threads of its own web server, gives them back, and prints what was told of
 * them meanwhile, with nothing but the libraries that an application has and the one that
 * it waits with.
 */
public final class ForkedSaturation {

	static final String MARK = "SATURATION ";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private ForkedSaturation() {
	}

	/**
	 * Run the application.
	 * @param arguments arguments of the application
	 * @throws InterruptedException if interrupted meanwhile
	 */
	public static void main(String[] arguments) throws InterruptedException {
		try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, arguments)) {
			CountDownLatch release = context.getBean(Endpoints.class).release;
			try {
				fillAndFree(context, release);
			}
			finally {
				// Or the end waits for them, and nobody sees what failed.
				release.countDown();
			}
		}
	}

	private static void fillAndFree(ConfigurableApplicationContext context, CountDownLatch release)
			throws InterruptedException {
		ResourceMonitor uses = context.getBean(ResourceMonitor.class);
		String url = "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/block";
		String threads = context.getEnvironment().getRequiredProperty("threads");
		String connections = context.getEnvironment().getRequiredProperty("connections");
		await(uses, threads, (ratio) -> ratio < 0.5);
		List<Thread> callers = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			Thread caller = new Thread(() -> call(url));
			caller.start();
			callers.add(caller);
		}
		await(uses, threads, (ratio) -> ratio == 1);
		System.out.println(MARK + "full " + threads);
		await(uses, connections, (ratio) -> ratio >= 0.5);
		System.out.println(MARK + "full " + connections);
		release.countDown();
		for (Thread caller : callers) {
			caller.join(PATIENCE.toMillis());
		}
		await(uses, threads, (ratio) -> ratio < 0.5);
		System.out.println(MARK + "free " + threads);
	}

	private static void await(ResourceMonitor uses, String resource, DoublePredicate condition) {
		try {
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> uses.resources()
					.stream()
					.filter((use) -> use.resource().equals(resource))
					.anyMatch((use) -> use.utilization() != null && condition.test(use.utilization())));
		}
		catch (ConditionTimeoutException ex) {
			throw new IllegalStateException(resource + " is not as expected: " + uses.resources(), ex);
		}
	}

	private static void call(String url) {
		try (InputStream answer = URI.create(url).toURL().openStream()) {
			answer.readAllBytes();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@UnsecuredApplication
	@Import(Endpoints.class)
	static class Application {

	}

	@RestController
	static class Endpoints {

		final CountDownLatch release = new CountDownLatch(1);

		@GetMapping("/block")
		String block() throws InterruptedException {
			return String.valueOf(this.release.await(60, TimeUnit.SECONDS));
		}

	}

}
