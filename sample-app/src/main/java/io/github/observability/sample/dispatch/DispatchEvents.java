package io.github.observability.sample.dispatch;

import java.time.Instant;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.jms.core.JmsTemplate;
import org.springframework.stereotype.Component;

/** Publishes what dispatch did. Other roles consume it asynchronously. */
@Component
class DispatchEvents {

	private final JmsTemplate jms;

	private final JsonMapper json;

	DispatchEvents(JmsTemplate jms, JsonMapper json) {
		this.jms = jms;
		this.json = json;
	}

	void driverSent(long rideId, long driverId, Instant pickupAt) {
		this.jms.convertAndSend("dispatch.driver-sent",
				this.json.writeValueAsString(new DriverSent(rideId, driverId, pickupAt)));
	}

	record DriverSent(long rideId, long driverId, Instant pickupAt) {

	}

}
