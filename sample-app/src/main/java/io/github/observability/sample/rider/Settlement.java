package io.github.observability.sample.rider;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.github.observability.business.BusinessAmount;
import io.github.observability.business.BusinessEvents;
import io.github.observability.business.BusinessFunnel;
import io.github.observability.business.BusinessGauge;
import io.github.observability.business.BusinessMetrics;
import io.opentelemetry.api.trace.Span;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Completes rides that have arrived and deletes old ones. */
@Component
final class Settlement {

	private static final Logger logger = LoggerFactory.getLogger(Settlement.class);

	private static final int BATCH = 500;

	private final RideRepository rides;

	private final MatchingClient matching;

	private final SettlementProperties properties;

	private final AtomicLong openRides = new AtomicLong();

	private final BusinessEvents completed;

	private final BusinessAmount fares;

	private final BusinessGauge open;

	private final BusinessFunnel funnel;

	Settlement(RideRepository rides, MatchingClient matching, SettlementProperties properties,
			BusinessMetrics business) {
		this.rides = rides;
		this.matching = matching;
		this.properties = properties;
		this.completed = business.events("rides.completed", "Rides that reached their destination", "city");
		this.fares = business.amount("rides.fares", "Fares of completed rides", "city");
		this.open = business.gauge("rides.open", "Rides assigned and not yet settled", this.openRides::get);
		this.funnel = business.funnel("rides");
	}

	@Scheduled(fixedDelayString = "${rides.settlement.interval:1s}")
	void settle() {
		List<Ride> due = this.rides.findAssignedBefore(Instant.now().minus(this.properties.after()), BATCH);
		if (!due.isEmpty()) {
			settle(due);
		}
		this.openRides.set(this.rides.countAssigned());
	}

	@Scheduled(fixedDelayString = "1m")
	void forget() {
		int deleted = this.rides.deleteRequestedBefore(Instant.now().minus(this.properties.keepFor()))
				+ this.rides.deleteAllButLatest(this.properties.keepAtMost());
		logger.debug("Deleted {} rides", deleted);
	}

	// Drivers first: if releasing them fails, the ride is due again in the next run.
	private void settle(List<Ride> due) {
		List<Long> ids = due.stream().map(Ride::id).toList();
		this.matching.releaseDrivers(ids);
		Set<Long> completed = this.rides.complete(ids);
		due.stream().filter((ride) -> completed.contains(ride.id())).forEach(this::count);
		logger.info("Settled {} rides", completed.size());
	}

	private void count(Ride ride) {
		Ride.Price price = Objects.requireNonNull(ride.price());
		Span.current().addLink(ride.requestedIn());
		this.completed.occurred(ride.city().label());
		this.funnel.reached("completed", String.valueOf(ride.id()));
		this.fares.add(price.minorUnits(), price.currency(), ride.city().label());
	}

}
