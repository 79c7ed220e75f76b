package io.github.observability.sample.rider;

import java.net.URI;
import java.util.List;

import jakarta.validation.Valid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class RideController {

	private static final Logger logger = LoggerFactory.getLogger(RideController.class);

	private static final int LATEST = 50;

	private final RideService service;

	private final RideRepository rides;

	RideController(RideService service, RideRepository rides) {
		this.service = service;
		this.rides = rides;
	}

	@PostMapping("/rides")
	ResponseEntity<Ride> request(@RequestBody @Valid RideRequest request) {
		Ride ride = this.service.request(request);
		return ResponseEntity.created(URI.create("/rides/" + ride.id())).body(ride);
	}

	@GetMapping("/rides/{id}")
	Ride ride(@PathVariable long id) {
		Ride ride = this.service.find(id);
		logger.atInfo().addKeyValue("ride.id", id).log("Ride shown as {}", ride.status());
		return ride;
	}

	@GetMapping("/rides")
	List<Ride> latest() {
		List<Ride> latest = this.rides.findLatest(LATEST);
		logger.info("Latest {} rides shown", latest.size());
		return latest;
	}

}
