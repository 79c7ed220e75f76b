package io.github.observability.sample.rider;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;

/** Tells riders who picks them up, on a thread that no rider waits for. */
@Component
class RiderNotifier {

	private static final Logger logger = LoggerFactory.getLogger(RiderNotifier.class);

	@Async
	void driverFound(long rideId, String driver) {
		logger.atInfo().addKeyValue("ride.id", rideId).log("Rider notified of driver {}", driver);
	}

}
