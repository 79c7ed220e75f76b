package io.github.observability.sample.rider;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.github.observability.business.BusinessEvent;
import io.github.observability.sample.City;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;

@Repository
class RideRepository {

	private final JdbcClient jdbc;

	RideRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	long insert(RideRequest request, Instant now, SpanContext span) {
		GeneratedKeyHolder keys = new GeneratedKeyHolder();
		this.jdbc.sql("""
				insert into rides (rider, city, pickup, destination, status, requested_at, trace_id, span_id)
				values (?, ?, ?, ?, 'REQUESTED', ?, ?, ?)""")
			.params(request.rider(), request.city().name(), request.pickup(), request.destination(), now,
					span.getTraceId(), span.getSpanId())
			.update(keys, "id");
		return Objects.requireNonNull(keys.getKey()).longValue();
	}

	@BusinessEvent(name = "rides.assigned", description = "Rides that found a driver", value = "#price.minorUnits()",
			unit = "#price.currency()")
	void assign(long id, Ride.Price price, String driver, Instant now) {
		this.jdbc.sql("""
				update rides set status = 'ASSIGNED', price_minor_units = ?, currency = ?, driver = ?, assigned_at = ?
				where id = ?""")
			.params(price.minorUnits(), price.currency().getCurrencyCode(), driver, now, id)
			.update();
	}

	void expectPickup(long id, Instant at) {
		this.jdbc.sql("update rides set pickup_at = ? where id = ?").params(at, id).update();
	}

	void fail(long id) {
		this.jdbc.sql("update rides set status = 'FAILED' where id = ?").param(id).update();
	}

	/**
	 * Completes rides, in one statement.
	 * @param ids the ids of the rides
	 * @return the ids of those that were not completed before
	 */
	Set<Long> complete(Collection<Long> ids) {
		return this.jdbc.sql("""
				select id from final table (
				update rides set status = 'COMPLETED' where id in (:ids) and status = 'ASSIGNED')""")
			.param("ids", ids)
			.query((row, index) -> row.getLong("id"))
			.set();
	}

	Optional<Ride> find(long id) {
		return this.jdbc.sql("select * from rides where id = ?").param(id).query(RideRepository::ride).optional();
	}

	List<Ride> findLatest(int limit) {
		return this.jdbc.sql("select * from rides order by id desc limit ?")
			.param(limit)
			.query(RideRepository::ride)
			.list();
	}

	List<Ride> findAssignedBefore(Instant time, int limit) {
		return this.jdbc.sql("select * from rides where status = 'ASSIGNED' and assigned_at <= ? limit ?")
			.params(time, limit)
			.query(RideRepository::ride)
			.list();
	}

	long countOf(String rider) {
		return this.jdbc.sql("select count(*) from rides where rider = ?").param(rider).query(Long.class).single();
	}

	long countAssigned() {
		return this.jdbc.sql("select count(*) from rides where status = 'ASSIGNED'").query(Long.class).single();
	}

	int deleteRequestedBefore(Instant time) {
		return this.jdbc.sql("delete from rides where requested_at < ? and status <> 'ASSIGNED'").param(time).update();
	}

	int deleteAllButLatest(int count) {
		return this.jdbc.sql("delete from rides where id <= (select max(id) from rides) - ? and status <> 'ASSIGNED'")
			.param(count)
			.update();
	}

	private static Ride ride(ResultSet row, int index) throws SQLException {
		return new Ride(row.getLong("id"), row.getString("rider"), City.valueOf(row.getString("city")),
				row.getString("pickup"), row.getString("destination"), Ride.Status.valueOf(row.getString("status")),
				price(row), row.getString("driver"), instant(row, "pickup_at"),
				Objects.requireNonNull(instant(row, "requested_at")), requestedIn(row));
	}

	// Rides of earlier versions have none, which is treated like an invalid one.
	private static SpanContext requestedIn(ResultSet row) throws SQLException {
		String traceId = row.getString("trace_id");
		return (traceId != null) ? SpanContext.create(traceId, row.getString("span_id"), TraceFlags.getDefault(),
				TraceState.getDefault()) : SpanContext.getInvalid();
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : null;
	}

	private static Ride.@Nullable Price price(ResultSet row) throws SQLException {
		String currency = row.getString("currency");
		return (currency != null) ? new Ride.Price(row.getLong("price_minor_units"), Currency.getInstance(currency))
				: null;
	}

}
