package io.github.observability.sample.rider;

import java.time.Instant;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.task.TaskRejectedException;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/** Consumes arrival times from dispatch and notifies riders at pickup. */
@Component
class Pickups {

	private static final Logger logger = LoggerFactory.getLogger(Pickups.class);

	private final RideRepository rides;

	private final RiderNotifier notifier;

	private final TaskScheduler scheduler;

	private final ObservationRegistry observations;

	private final JsonMapper json;

	Pickups(RideRepository rides, RiderNotifier notifier, TaskScheduler scheduler, ObservationRegistry observations,
			JsonMapper json) {
		this.rides = rides;
		this.notifier = notifier;
		this.scheduler = scheduler;
		this.observations = observations;
		this.json = json;
	}

	@JmsListener(destination = "dispatch.driver-sent")
	void driverSent(String message) {
		DriverSent sent = this.json.readValue(message, DriverSent.class);
		this.rides.expectPickup(sent.rideId(), sent.pickupAt());
		logger.atInfo().addKeyValue("ride.id", sent.rideId()).log("Pickup expected at {}", sent.pickupAt());
		callLater(sent);
	}

	private void callLater(DriverSent sent) {
		try {
			this.scheduler.schedule(() -> pickUp(sent.rideId()), sent.pickupAt());
		}
		catch (TaskRejectedException ex) {
			// The scheduler stops before the listener does.
			logger.debug("The application stops before the pickup", ex);
		}
	}

	// A one-time task runs in the trace that scheduled it, but has no span of its own.
	private void pickUp(long rideId) {
		Observation.createNotStarted("rider.pick.up", this.observations)
			.contextualName("rider/pick_up")
			.observe(() -> this.rides.find(rideId).ifPresent((ride) -> this.notifier.driverArrived(rideId)));
	}

	record DriverSent(long rideId, Instant pickupAt) {

	}

}
