package io.github.observability.context.matrix;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import io.github.observability.testing.ForwardingSpanExporter;
import io.github.observability.testing.UnsecuredApplication;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Sends statements to databases while it serves requests, one that succeeds and one that
 * fails in each way, and prints the spans that it exports.
 */
final class ForkedData {

	static final String MARK = "SPAN ";

	private ForkedData() {
	}

	/**
	 * Run an application.
	 * @param application its configuration
	 * @param arguments its arguments, the ways to take among them
	 */
	static void run(Class<?> application, String[] arguments) throws IOException, InterruptedException {
		HttpClient client = HttpClient.newHttpClient();
		try (ConfigurableApplicationContext context = SpringApplication.run(application, arguments)) {
			String url = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
			for (String name : context.getEnvironment().getRequiredProperty("ways").split(",")) {
				DataWay way = DataWay.valueOf(name);
				// Whatever a first connection does is no part of the statement.
				call(client, url, way, "0af7651916cd43dd8448eb2100000fff", false);
				call(client, url, way, way.traceId(false), false);
				call(client, url, way, way.traceId(true), true);
			}
		}
	}

	private static void call(HttpClient client, String url, DataWay way, String traceId, boolean failing)
			throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/" + way + (failing ? "/failing" : "")))
			.header("traceparent", "00-" + traceId + "-b7ad6b7169203331-01")
			.build();
		int status = client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
		if (status != (failing ? 500 : 200)) {
			throw new IllegalStateException(request.uri() + " answers " + status);
		}
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * What all of them have.
	 */
	@UnsecuredApplication
	static class Common {

		@Bean
		SpanExporter printingSpanExporter() {
			JsonMapper mapper = new JsonMapper();
			return new ForwardingSpanExporter(
					(span) -> System.out.println(MARK + mapper.writeValueAsString(ExportedSpan.of(span))));
		}

	}

	/**
	 * A span as it is exported.
	 *
	 * @param trace id of its trace
	 * @param parent id of its parent
	 * @param id its id
	 * @param kind its kind
	 * @param name its name
	 * @param details its attributes, events and status as text
	 */
	record ExportedSpan(String trace, String parent, String id, String kind, String name, String details) {

		static ExportedSpan of(SpanData data) {
			return new ExportedSpan(data.getTraceId(), data.getParentSpanId(), data.getSpanId(), data.getKind().name(),
					data.getName(), data.getAttributes() + " " + data.getEvents() + " " + data.getStatus());
		}

	}

}
