package io.github.observability.sample.traffic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;

import io.github.observability.sample.City;
import io.github.observability.sample.ServiceUrls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests rides, views them and makes an occasional mistake. Its client is not observed,
 * because riders are not part of the measured system.
 */
final class SimulatedRider implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(SimulatedRider.class);

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private static final List<String> PLACES = List.of("Airport", "Station", "Museum", "Harbour", "Market", "Stadium");

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(2))
		.build();

	private final AtomicReference<String> latestRide = new AtomicReference<>("/rides");

	private final ServiceUrls urls;

	SimulatedRider(ServiceUrls urls) {
		this.urls = urls;
	}

	@Override
	public void run() {
		try {
			act(ThreadLocalRandom.current().nextInt(100));
		}
		catch (IOException ex) {
			logger.debug("A simulated rider got no response", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void act(int dice) throws IOException, InterruptedException {
		if (dice < 2) {
			send(request("/rides/0").GET());
			return;
		}
		if (dice < 4) {
			send(request("/rides").POST(HttpRequest.BodyPublishers.ofString("{\"rider\":\"\"}")));
			return;
		}
		if (dice < 40) {
			send(request(this.latestRide.get()).GET());
			return;
		}
		requestRide();
	}

	private void requestRide() throws IOException, InterruptedException {
		String city = any(List.of(City.values())).label();
		String body = "{\"rider\":\"rider-%d\",\"city\":\"%s\",\"pickup\":\"%s\",\"destination\":\"%s\"}"
			.formatted(ThreadLocalRandom.current().nextInt(1000), city, any(PLACES), any(PLACES));
		String location = send(
				request("/rides").header("X-City", city).POST(HttpRequest.BodyPublishers.ofString(body)));
		if (location != null) {
			this.latestRide.set(location);
		}
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.urls.own() + path))
			.timeout(PATIENCE)
			.header("Content-Type", "application/json");
	}

	private @Nullable String send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), BodyHandlers.discarding())
			.headers()
			.firstValue("Location")
			.orElse(null);
	}

	private static <T> T any(List<T> choices) {
		return choices.get(ThreadLocalRandom.current().nextInt(choices.size()));
	}

}
