package io.github.observability.sample.rider;

import java.time.Instant;
import java.util.Currency;
import java.util.List;

import io.github.observability.sample.City;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;

import static org.assertj.core.api.Assertions.assertThat;

class RideRepositoryTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private static final Ride.Price PRICE = new Ride.Price(1250, Currency.getInstance("EUR"));

	private static final SpanContext SPAN = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
			TraceFlags.getDefault(), TraceState.getDefault());

	private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
		.generateUniqueName(true)
		.addScripts("classpath:db/migration/V1__rides.sql", "classpath:db/migration/V3__pickups.sql")
		.build();

	private final RideRepository rides = new RideRepository(JdbcClient.create(this.database));

	@AfterEach
	void shutDown() {
		this.database.shutdown();
	}

	@Test
	void aNewRideHasNeitherPriceNorDriver() {
		long id = insert(NOW);
		assertThat(this.rides.find(id)).hasValue(
				new Ride(id, "ada", City.BERLIN, "here", "there", Ride.Status.REQUESTED, null, null, null, NOW, SPAN));
	}

	@Test
	void anAssignedRideIsDueAfterItsTime() {
		long id = insert(NOW);
		this.rides.assign(id, PRICE, "driver", NOW);
		assertThat(this.rides.findAssignedBefore(NOW.minusMillis(1), 10)).isEmpty();
		assertThat(this.rides.findAssignedBefore(NOW, 10)).singleElement().satisfies((ride) -> {
			assertThat(ride.price()).isEqualTo(PRICE);
			assertThat(ride.driver()).isEqualTo("driver");
		});
	}

	@Test
	void aRideOfAnEarlierVersionHasNoSpan() {
		long id = insert(NOW);
		JdbcClient.create(this.database).sql("update rides set trace_id = null, span_id = null").update();
		assertThat(this.rides.find(id))
			.hasValueSatisfying((ride) -> assertThat(ride.requestedIn().isValid()).isFalse());
	}

	@Test
	void aPickupIsExpectedWithoutAssigningTheRide() {
		long id = insert(NOW);
		this.rides.expectPickup(id, NOW.plusSeconds(2));
		assertThat(this.rides.find(id)).hasValueSatisfying((ride) -> {
			assertThat(ride.pickupAt()).isEqualTo(NOW.plusSeconds(2));
			assertThat(ride.status()).isEqualTo(Ride.Status.REQUESTED);
		});
	}

	@Test
	void aRideIsCompletedOnce() {
		long id = insert(NOW);
		this.rides.assign(id, PRICE, "driver", NOW);
		assertThat(this.rides.countAssigned()).isOne();
		assertThat(this.rides.complete(List.of(id))).containsExactly(id);
		assertThat(this.rides.complete(List.of(id))).isEmpty();
		assertThat(this.rides.countAssigned()).isZero();
	}

	@Test
	void oldRidesAreForgottenUnlessOpen() {
		long old = insert(NOW.minusSeconds(1));
		long open = insert(NOW.minusSeconds(1));
		this.rides.assign(open, PRICE, "driver", NOW);
		long recent = insert(NOW);
		assertThat(this.rides.deleteRequestedBefore(NOW)).isOne();
		assertThat(this.rides.find(old)).isEmpty();
		assertThat(this.rides.find(open)).isPresent();
		assertThat(this.rides.find(recent)).isPresent();
	}

	@Test
	void ridesPastTheLimitAreForgottenUnlessOpen() {
		long open = insert(NOW);
		this.rides.assign(open, PRICE, "driver", NOW);
		insert(NOW);
		long latest = insert(NOW);
		assertThat(this.rides.deleteAllButLatest(1)).isOne();
		assertThat(this.rides.findLatest(10)).extracting(Ride::id).containsExactly(latest, open);
	}

	private long insert(Instant requestedAt) {
		return this.rides.insert(new RideRequest("ada", City.BERLIN, "here", "there"), requestedAt, SPAN);
	}

}
