package io.github.observability.sample.rider;

import java.time.Instant;

import io.github.observability.business.BusinessCounter;
import io.github.observability.business.BusinessEvents;
import io.github.observability.business.BusinessFunnel;
import io.github.observability.business.BusinessMetrics;
import io.opentelemetry.api.trace.Span;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Service;
import org.springframework.web.client.RestClientException;

@Service
class RideService {

	private static final Logger logger = LoggerFactory.getLogger(RideService.class);

	private final RideRepository rides;

	private final PricingClient pricing;

	private final MatchingClient matching;

	private final RiderNotifier notifier;

	private final BusinessEvents requested;

	private final BusinessCounter failed;

	private final BusinessFunnel funnel;

	RideService(RideRepository rides, PricingClient pricing, MatchingClient matching, RiderNotifier notifier,
			BusinessMetrics business) {
		this.rides = rides;
		this.pricing = pricing;
		this.matching = matching;
		this.notifier = notifier;
		this.requested = business.events("rides.requested", "Rides that riders requested", "city", "segment");
		this.failed = business.counter("rides.failed", "Rides that failed", "city");
		this.funnel = business.funnel("rides");
	}

	Ride request(RideRequest request) {
		long id = this.rides.insert(request, Instant.now(), Span.current().getSpanContext());
		this.requested.occurred(request.city().label(), segment(request.rider()));
		this.funnel.reached("requested", String.valueOf(id));
		logger.atInfo().addKeyValue("ride.id", id).log("Ride requested in {}", request.city().label());
		try {
			assign(id, request);
		}
		catch (RestClientException ex) {
			this.rides.fail(id);
			this.failed.increment(request.city().label());
			throw ex;
		}
		return find(id);
	}

	Ride find(long id) {
		return this.rides.find(id).orElseThrow(() -> new RideNotFoundException(id));
	}

	// No transaction around it: waiting for other roles must not occupy a connection.
	private void assign(long id, RideRequest request) {
		Ride.Price price = this.pricing.quote(request);
		MatchingClient.Driver driver = this.matching.findDriver(id, request);
		this.rides.assign(id, price, driver.name(), Instant.now());
		this.funnel.reached("assigned", String.valueOf(id));
		this.notifier.driverFound(id, driver.name());
	}

	private String segment(String rider) {
		return (this.rides.countOf(rider) > 1) ? "regular" : "new";
	}

}
