package io.github.observability.sample.dispatch;

import java.time.Instant;

import io.github.observability.sample.traffic.Fault;
import io.github.observability.sample.traffic.Faults;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class DispatchController {

	private static final Logger logger = LoggerFactory.getLogger(DispatchController.class);

	private final AssignmentRepository assignments;

	private final DispatchEvents events;

	private final DispatchProperties properties;

	private final Faults faults;

	DispatchController(AssignmentRepository assignments, DispatchEvents events, DispatchProperties properties,
			Faults faults) {
		this.assignments = assignments;
		this.events = events;
		this.properties = properties;
		this.faults = faults;
	}

	@PostMapping("/dispatch/assignments")
	@ResponseStatus(HttpStatus.CREATED)
	void assign(@RequestBody @Valid AssignmentRequest request) {
		if (this.faults.isOn(Fault.FAILING_DISPATCH)) {
			// Deliberately unhandled: the sample shows how the container reports it.
			throw new IllegalStateException("The dispatch board does not respond");
		}
		Instant now = Instant.now();
		this.assignments.save(request.driverId(), request.rideId(), request.pickup(), now);
		this.events.driverSent(request.rideId(), request.driverId(), now.plus(this.properties.driveTime()));
		logger.atInfo()
			.addKeyValue("ride.id", request.rideId())
			.log("Sent driver {} to the pickup", request.driverId());
	}

	record AssignmentRequest(long rideId, long driverId, @NotBlank String pickup) {

	}

}
