package io.github.observability.sample.rider;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;

/** Notifies riders asynchronously, so that no request waits for it. */
@Component
class RiderNotifier {

	private static final Logger logger = LoggerFactory.getLogger(RiderNotifier.class);

	private final ObservationRegistry observations;

	RiderNotifier(ObservationRegistry observations) {
		this.observations = observations;
	}

	@Async
	void driverFound(long rideId, String driver) {
		send(() -> logger.atInfo().addKeyValue("ride.id", rideId).log("Rider notified of driver {}", driver));
	}

	@Async
	void driverArrived(long rideId) {
		send(() -> logger.atInfo().addKeyValue("ride.id", rideId).log("Rider called to the pickup"));
	}

	private void send(Runnable notice) {
		Observation.createNotStarted("rider.notify", this.observations).contextualName("rider/notify").observe(notice);
	}

}
