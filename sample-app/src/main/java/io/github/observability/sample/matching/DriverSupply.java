package io.github.observability.sample.matching;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import io.github.observability.business.BusinessMetrics;
import io.github.observability.sample.traffic.Fault;
import io.github.observability.sample.traffic.Faults;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Counts all drivers and free drivers, the supply side of the marketplace. */
@Component
final class DriverSupply {

	private final DriverRepository drivers;

	private final Faults faults;

	private final AtomicLong free = new AtomicLong();

	private final AtomicLong total = new AtomicLong();

	DriverSupply(DriverRepository drivers, Faults faults, BusinessMetrics business) {
		this.drivers = drivers;
		this.faults = faults;
		business.gauge("drivers.free", "Drivers who are free", this.free::get);
		business.gauge("drivers.known", "Drivers, free or not", this.total::get);
	}

	// On a schedule, because a scrape must not wait for the database.
	@Scheduled(fixedDelayString = "${rides.matching.supply-interval:1s}")
	void count() {
		this.free.set(this.faults.isOn(Fault.VANISHED_DRIVERS) ? 0 : this.drivers.countFree(Instant.now()));
		this.total.set(this.drivers.count());
	}

}
