package io.github.observability.sample.matching;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.observability.sample.City;
import io.github.observability.sample.SimulatedWork;
import io.github.observability.sample.traffic.Fault;
import io.github.observability.sample.traffic.Faults;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** Finds a free driver and claims them: the slowest step of a ride request. */
@Component
final class DriverSearch {

	// Several, because concurrent searches find the same drivers.
	private static final int CANDIDATES = 20;

	private final DriverRepository drivers;

	private final MatchingProperties properties;

	private final ObservationRegistry observations;

	private final Faults faults;

	private final Clock clock = Clock.systemUTC();

	DriverSearch(DriverRepository drivers, MatchingProperties properties, ObservationRegistry observations,
			Faults faults) {
		this.drivers = drivers;
		this.properties = properties;
		this.observations = observations;
		this.faults = faults;
	}

	@Nullable Driver findDriver(long rideId, City city) {
		return Observation.createNotStarted("matching.find.driver", this.observations)
			.contextualName("matching/find_driver")
			.lowCardinalityKeyValue("city", city.label())
			.observe(() -> search(rideId, city));
	}

	private @Nullable Driver search(long rideId, City city) {
		SimulatedWork.take(this.properties.searchTime());
		if (isInVain(rideId, city)) {
			return null;
		}
		Instant now = this.clock.instant();
		List<Driver> candidates = new ArrayList<>(this.drivers.findFree(city, now, CANDIDATES));
		// Rides that search at the same time do not chase the same driver.
		Collections.shuffle(candidates);
		return candidates.stream()
			.filter((driver) -> this.drivers.claim(driver, rideId, now, now.plus(this.properties.lease())))
			.findFirst()
			.orElse(null);
	}

	private boolean isInVain(long rideId, City city) {
		boolean badRegion = city == City.LISBON && rideId % 2 == 0 && this.faults.isOn(Fault.BAD_REGION);
		return badRegion || this.faults.isOn(Fault.VANISHED_DRIVERS);
	}

}
