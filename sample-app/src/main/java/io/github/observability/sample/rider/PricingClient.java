package io.github.observability.sample.rider;

import io.github.observability.sample.City;
import io.github.observability.sample.ServiceUrls;

import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

@Component
class PricingClient {

	private final RestClient client;

	private final ServiceUrls urls;

	PricingClient(RestClient.Builder builder, ServiceUrls urls) {
		this.client = builder.build();
		this.urls = urls;
	}

	Ride.Price quote(RideRequest request) {
		return this.client.post()
			.uri(this.urls.pricing() + "/pricing/quote")
			.body(new Quote(request.city(), request.pickup(), request.destination()))
			.retrieve()
			.requiredBody(Ride.Price.class);
	}

	record Quote(City city, String pickup, String destination) {

	}

}
