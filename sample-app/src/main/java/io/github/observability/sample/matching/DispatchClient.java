package io.github.observability.sample.matching;

import io.github.observability.sample.ServiceUrls;

import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

@Component
class DispatchClient {

	private final RestClient client;

	private final ServiceUrls urls;

	DispatchClient(RestClient.Builder builder, ServiceUrls urls) {
		this.client = builder.build();
		this.urls = urls;
	}

	void assign(long rideId, Driver driver, String pickup) {
		this.client.post()
			.uri(this.urls.dispatch() + "/dispatch/assignments")
			.body(new Assignment(rideId, driver.id(), pickup))
			.retrieve()
			.toBodilessEntity();
	}

	record Assignment(long rideId, long driverId, String pickup) {

	}

}
