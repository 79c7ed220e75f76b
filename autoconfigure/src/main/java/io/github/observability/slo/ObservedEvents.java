package io.github.observability.slo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.observability.golden.RequestCounter;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Finds the counter for observations of one name. Counters are cached by exception,
 * status and outcome, so that finding one takes three lookups and allocates nothing.
 */
final class ObservedEvents {

	/** Far more than the statuses and exceptions of one operation. */
	private static final int MAX_CACHED = 1_000;

	private final String name;

	private final SloEvents events;

	private final boolean timed;

	private final Map<String, Map<String, Map<String, RequestCounter>>> counters = new ConcurrentHashMap<>();

	private final AtomicInteger cached = new AtomicInteger();

	ObservedEvents(String name, SloEvents events) {
		this.name = name;
		this.events = events;
		this.timed = events.isTimed(name);
	}

	boolean isTimed() {
		return this.timed;
	}

	RequestCounter counter(Observation.Context context) {
		String exception = exception(context);
		String status = value(context, "status");
		String outcome = value(context, "outcome");
		Map<String, Map<String, RequestCounter>> byStatus = this.counters.get(exception);
		Map<String, RequestCounter> byOutcome = (byStatus != null) ? byStatus.get(status) : null;
		RequestCounter counter = (byOutcome != null) ? byOutcome.get(outcome) : null;
		return (counter != null) ? counter : find(exception, status, outcome);
	}

	private RequestCounter find(String exception, String status, String outcome) {
		RequestCounter counter = this.events.counter(this.name,
				new EventEnd(present(status), present(outcome), present(exception)));
		if (this.cached.get() < MAX_CACHED
				&& this.counters.computeIfAbsent(exception, (key) -> new ConcurrentHashMap<>())
					.computeIfAbsent(status, (key) -> new ConcurrentHashMap<>())
					.put(outcome, counter) == null) {
			this.cached.incrementAndGet();
		}
		return counter;
	}

	private static String exception(Observation.Context context) {
		Throwable error = context.getError();
		return (error != null) ? error.getClass().getSimpleName() : value(context, "exception");
	}

	private static String value(Observation.Context context, String key) {
		KeyValue keyValue = context.getLowCardinalityKeyValue(key);
		return (keyValue != null) ? keyValue.getValue() : KeyValue.NONE_VALUE;
	}

	private static @Nullable String present(String value) {
		return KeyValue.NONE_VALUE.equals(value) ? null : value;
	}

}
