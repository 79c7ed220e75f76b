package io.github.observability.sample.dispatch;

import java.time.Instant;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class AssignmentRepository {

	private final JdbcClient jdbc;

	AssignmentRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	void save(long driverId, long rideId, String pickup, Instant assignedAt) {
		this.jdbc
			.sql("merge into assignments (driver_id, ride_id, pickup, assigned_at) key (driver_id) values (?, ?, ?, ?)")
			.params(driverId, rideId, pickup, assignedAt)
			.update();
	}

}
