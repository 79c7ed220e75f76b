package io.github.observability.sample.rider;

import java.time.Instant;
import java.util.Currency;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.observability.sample.City;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * A ride. It has a price and a driver once it is {@link Status#ASSIGNED}, and a pickup
 * time shortly after that.
 */
record Ride(long id, String rider, City city, String pickup, String destination, Status status, @Nullable Price price,
		@Nullable String driver, @Nullable Instant pickupAt, Instant requestedAt, @JsonIgnore SpanContext requestedIn) {

	enum Status {

		REQUESTED, ASSIGNED, COMPLETED, FAILED

	}

	record Price(long minorUnits, Currency currency) {

	}

}
