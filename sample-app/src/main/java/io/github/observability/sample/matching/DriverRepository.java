package io.github.observability.sample.matching;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import io.github.observability.sample.City;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class DriverRepository {

	private final JdbcClient jdbc;

	DriverRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	List<Driver> findFree(City city, Instant now, int limit) {
		return this.jdbc.sql(
				"select id, name from drivers where city = :city and busy_until <= :now order by busy_until limit :limit")
			.param("city", city.name())
			.param("now", now)
			.param("limit", limit)
			.query((row, index) -> new Driver(row.getLong("id"), row.getString("name")))
			.list();
	}

	long countFree(Instant now) {
		return this.jdbc.sql("select count(*) from drivers where busy_until <= ?")
			.param(now)
			.query(Long.class)
			.single();
	}

	long count() {
		return this.jdbc.sql("select count(*) from drivers").query(Long.class).single();
	}

	/** Claims the driver, unless another ride claimed them first. */
	boolean claim(Driver driver, long rideId, Instant now, Instant until) {
		return this.jdbc
			.sql("update drivers set ride_id = :ride, busy_until = :until where id = :id and busy_until <= :now")
			.param("ride", rideId)
			.param("until", until)
			.param("id", driver.id())
			.param("now", now)
			.update() == 1;
	}

	int release(Collection<Long> rideIds, Instant now) {
		return this.jdbc.sql("update drivers set ride_id = null, busy_until = :now where ride_id in (:rides)")
			.param("now", now)
			.param("rides", rideIds)
			.update();
	}

}
