package io.github.observability.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application with a real server on a free port, started as users start theirs.
 */
public final class RunningApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final HttpClient client = HttpClient.newHttpClient();

	private RunningApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start an application.
	 * @param source the configuration class
	 * @param arguments properties as {@code key=value}
	 * @return the running application
	 */
	public static RunningApplication start(Class<?> source, String... arguments) {
		String[] options = new String[arguments.length + 1];
		options[0] = "--server.port=0";
		for (int i = 0; i < arguments.length; i++) {
			options[i + 1] = "--" + arguments[i];
		}
		return new RunningApplication(new SpringApplication(source).run(options));
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	public ConfigurableApplicationContext context() {
		return this.context;
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
