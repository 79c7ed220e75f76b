package io.github.observability.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client outside of the application, as a rider or a scraper would be. */
final class RidesClient {

	static final String BERLIN_RIDE = """
			{"rider":"ada","city":"berlin","pickup":"Hauptbahnhof","destination":"Tempelhof"}""";

	static final String PROMETHEUS_TEXT = "text/plain;version=0.0.4";

	static final String OPEN_METRICS_TEXT = "application/openmetrics-text;version=1.0.0";

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private final String baseUrl;

	RidesClient(String baseUrl) {
		this.baseUrl = baseUrl;
	}

	HttpResponse<String> requestRide(String body, String... headers) {
		HttpRequest.Builder request = request("/rides").header("Content-Type", "application/json");
		return send(((headers.length > 0) ? request.headers(headers) : request).POST(BodyPublishers.ofString(body)));
	}

	HttpResponse<String> get(String path) {
		return send(request(path).GET());
	}

	HttpResponse<String> switchOn(String fault) {
		return send(request("/faults/" + fault).PUT(BodyPublishers.noBody()));
	}

	HttpResponse<String> switchOff(String fault) {
		return send(request("/faults/" + fault).DELETE());
	}

	String scrape(String accept) {
		return send(request("/actuator/prometheus").header("Accept", accept).GET()).body();
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.baseUrl + path)).timeout(Duration.ofSeconds(15));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
