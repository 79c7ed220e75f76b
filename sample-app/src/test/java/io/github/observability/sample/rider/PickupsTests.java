package io.github.observability.sample.rider;

import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;

import io.github.observability.sample.City;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.SpanContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;

class PickupsTests {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private static final String MESSAGE = """
			{"rideId":7,"driverId":3,"pickupAt":"2026-01-01T12:00:00Z"}""";

	private final RideRepository rides = mock(RideRepository.class);

	private final RiderNotifier notifier = mock(RiderNotifier.class);

	private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

	private final Pickups pickups = new Pickups(this.rides, this.notifier, this.scheduler, ObservationRegistry.NOOP,
			new JsonMapper());

	@BeforeEach
	void start() {
		this.scheduler.initialize();
	}

	@AfterEach
	void stop() {
		this.scheduler.shutdown();
	}

	@Test
	void riderIsCalledWhenTheDriverIsThere() {
		given(this.rides.find(7))
			.willReturn(Optional.of(new Ride(7, "ada", City.BERLIN, "here", "there", Ride.Status.ASSIGNED,
					new Ride.Price(1250, Currency.getInstance("EUR")), "driver", NOW, NOW, SpanContext.getInvalid())));
		this.pickups.driverSent(MESSAGE);
		verify(this.rides).expectPickup(7, NOW);
		verify(this.notifier, timeout(DEADLINE.toMillis())).driverArrived(7);
	}

	@Test
	void pickupIsExpectedWhileTheApplicationEnds() {
		this.scheduler.shutdown();
		this.pickups.driverSent(MESSAGE);
		verify(this.rides).expectPickup(7, NOW);
		verify(this.notifier, never()).driverArrived(anyLong());
	}

}
