package io.github.observability.sample.matching;

import java.time.Instant;
import java.util.List;

import io.github.observability.sample.City;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;

import static org.assertj.core.api.Assertions.assertThat;

class DriverRepositoryTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private static final Instant UNTIL = NOW.plusSeconds(60);

	private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
		.generateUniqueName(true)
		.addScript("classpath:db/migration/V1__rides.sql")
		.build();

	private final DriverRepository drivers = new DriverRepository(JdbcClient.create(this.database));

	@AfterEach
	void shutDown() {
		this.database.shutdown();
	}

	@Test
	void aDriverIsClaimedOnce() {
		Driver driver = anyFree(NOW);
		assertThat(this.drivers.claim(driver, 1, NOW, UNTIL)).isTrue();
		assertThat(this.drivers.claim(driver, 2, NOW, UNTIL)).isFalse();
	}

	@Test
	void aBusyDriverIsNotFree() {
		Driver driver = anyFree(NOW);
		this.drivers.claim(driver, 1, NOW, UNTIL);
		assertThat(this.drivers.findFree(City.BERLIN, NOW, 100)).hasSize(39).doesNotContain(driver);
	}

	@Test
	void aReleasedDriverIsFree() {
		Driver driver = anyFree(NOW);
		this.drivers.claim(driver, 1, NOW, UNTIL);
		assertThat(this.drivers.release(List.of(1L, 2L), NOW)).isOne();
		assertThat(this.drivers.findFree(City.BERLIN, NOW, 100)).contains(driver);
	}

	@Test
	void aDriverNobodyReleasedIsFreeAfterTheLease() {
		Driver driver = anyFree(NOW);
		this.drivers.claim(driver, 1, NOW, UNTIL);
		assertThat(this.drivers.claim(driver, 2, UNTIL, UNTIL.plusSeconds(60))).isTrue();
	}

	private Driver anyFree(Instant now) {
		return this.drivers.findFree(City.BERLIN, now, 1).get(0);
	}

}
