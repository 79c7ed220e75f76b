package io.github.observability.sample.rider;

import java.util.List;

import io.github.observability.sample.City;
import io.github.observability.sample.ServiceUrls;

import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

@Component
class MatchingClient {

	private final RestClient client;

	private final ServiceUrls urls;

	MatchingClient(RestClient.Builder builder, ServiceUrls urls) {
		this.client = builder.build();
		this.urls = urls;
	}

	Driver findDriver(long rideId, RideRequest request) {
		return this.client.post()
			.uri(this.urls.matching() + "/matching/find-driver")
			.body(new FindDriver(rideId, request.city(), request.pickup()))
			.retrieve()
			.requiredBody(Driver.class);
	}

	void releaseDrivers(List<Long> rideIds) {
		this.client.post()
			.uri(this.urls.matching() + "/matching/release-drivers")
			.body(new ReleaseDrivers(rideIds))
			.retrieve()
			.toBodilessEntity();
	}

	record FindDriver(long rideId, City city, String pickup) {

	}

	record ReleaseDrivers(List<Long> rideIds) {

	}

	record Driver(long id, String name) {

	}

}
