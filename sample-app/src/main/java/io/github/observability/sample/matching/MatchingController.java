package io.github.observability.sample.matching;

import java.time.Instant;
import java.util.List;

import io.github.observability.sample.City;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClientException;

@RestController
class MatchingController {

	private static final Logger logger = LoggerFactory.getLogger(MatchingController.class);

	private final DriverSearch search;

	private final DriverRepository drivers;

	private final DispatchClient dispatch;

	MatchingController(DriverSearch search, DriverRepository drivers, DispatchClient dispatch) {
		this.search = search;
		this.drivers = drivers;
		this.dispatch = dispatch;
	}

	@PostMapping("/matching/find-driver")
	Driver findDriver(@RequestBody @Valid FindDriverRequest request) {
		Driver driver = this.search.findDriver(request.rideId(), request.city());
		if (driver == null) {
			logger.info("No driver is free in {}", request.city().label());
			throw new NoDriverException(request.city());
		}
		logger.atInfo().addKeyValue("ride.id", request.rideId()).log("Matched with driver {}", driver.id());
		dispatch(request, driver);
		return driver;
	}

	@PostMapping("/matching/release-drivers")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void releaseDrivers(@RequestBody @Valid ReleaseDriversRequest request) {
		int released = this.drivers.release(request.rideIds(), Instant.now());
		logger.info("Released {} drivers", released);
	}

	private void dispatch(FindDriverRequest request, Driver driver) {
		try {
			this.dispatch.assign(request.rideId(), driver, request.pickup());
		}
		catch (RestClientException ex) {
			this.drivers.release(List.of(request.rideId()), Instant.now());
			throw ex;
		}
	}

	record FindDriverRequest(long rideId, @NotNull City city, @NotBlank String pickup) {

	}

	record ReleaseDriversRequest(@NotEmpty List<Long> rideIds) {

	}

}
