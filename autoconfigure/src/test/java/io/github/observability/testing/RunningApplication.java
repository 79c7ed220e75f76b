package io.github.observability.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.awaitility.Awaitility;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application with a real server on a free port, started as users start theirs.
 */
public final class RunningApplication implements AutoCloseable {

	/** Boot's is 5 s, which each test that waits for a span would take. */
	private static final String EXPORT_DELAY = "management.opentelemetry.tracing.export.schedule-delay=";

	/**
	 * Boot's is 30 s, which a test takes now and then after a client has aborted an
	 * asynchronous request: if Tomcat recycles it while its handler still writes, it
	 * counts it as in progress forever.
	 */
	private static final String STOP_TIMEOUT = "spring.lifecycle.timeout-per-shutdown-phase=";

	private final ConfigurableApplicationContext context;

	private final HttpClient client = HttpClient.newHttpClient();

	private RunningApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start an application.
	 * @param source the configuration class, which says by {@link Uses} which databases
	 * and brokers it uses
	 * @param arguments properties as {@code key=value}
	 * @return the running application
	 */
	public static RunningApplication start(Class<?> source, String... arguments) {
		List<String> options = new ArrayList<>();
		options.add("--server.port=0");
		options.add(UsedLibraries.argument(source));
		for (String property : List.of(EXPORT_DELAY + "100ms", STOP_TIMEOUT + "5s")) {
			String key = property.substring(0, property.indexOf('=') + 1);
			if (Arrays.stream(arguments).noneMatch((argument) -> argument.startsWith(key))) {
				options.add("--" + property);
			}
		}
		for (String argument : arguments) {
			options.add("--" + argument);
		}
		return new RunningApplication(new SpringApplication(source).run(options.toArray(String[]::new)));
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	public ConfigurableApplicationContext context() {
		return this.context;
	}

	/**
	 * Wait until the threads of Tomcat have nothing to do: a request is recorded, and its
	 * line written, after the answer is sent. What serves reactively has to be stopped
	 * instead.
	 */
	public void awaitRest() {
		Awaitility.await()
			.alias("threads of Tomcat at rest")
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.atMost(Duration.ofSeconds(30))
			.until(() -> busyThreads() == 0);
	}

	private int busyThreads() {
		if (this.context instanceof WebServerApplicationContext web
				&& web.getWebServer() instanceof TomcatWebServer tomcat
				&& tomcat.getTomcat()
					.getConnector()
					.getProtocolHandler()
					.getExecutor() instanceof ThreadPoolExecutor pool) {
			return pool.getActiveCount() + pool.getQueue().size();
		}
		return 0;
	}

	public MeterRegistry meters() {
		return bean(MeterRegistry.class);
	}

	public String url(String path) {
		return "http://localhost:" + this.context.getEnvironment().getProperty("local.server.port") + path;
	}

	/**
	 * Send a GET request.
	 * @param path the path
	 * @param headers names and values of headers in turn
	 * @return the response
	 */
	public HttpResponse<String> get(String path, String... headers) {
		return send(path, "GET", headers);
	}

	public HttpResponse<String> send(String path, String method, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)))
			.timeout(Duration.ofSeconds(20))
			.method(method, HttpRequest.BodyPublishers.noBody());
		if (headers.length != 0) {
			request.headers(headers);
		}
		try {
			return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

}
