package io.github.observability.slo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.observability.HttpNames;
import io.github.observability.golden.RequestCounter;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

/**
 * Counts served requests when golden signals, which otherwise do so, are off.
 */
final class ServedRequestHandler implements ObservationHandler<Observation.Context> {

	/** Far more than bounded tags produce. Beyond it, each request is classified anew. */
	private static final int MAX_CACHED = 10_000;

	private static final Object START = new Object();

	private final SloEvents events;

	private final Supplier<HttpNames> names;

	private final Map<String, Map<KeyValues, RequestCounter>> counters = new ConcurrentHashMap<>();

	private final Streams streams;

	private final boolean used;

	ServedRequestHandler(SloEvents events, Supplier<HttpNames> names, Streams streams) {
		this.events = events;
		this.names = names;
		this.streams = streams;
		this.used = events.counts().keySet().stream().anyMatch((slo) -> slo.source() instanceof SloSource.Requests);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.used;
	}

	@Override
	public void onStart(Observation.Context context) {
		if (this.names.get().requests().equals(context.getName())) {
			context.put(START, System.nanoTime());
		}
	}

	@Override
	public void onStop(Observation.Context context) {
		Long start = context.get(START);
		if (start == null) {
			return;
		}
		try {
			Throwable error = context.getError();
			RequestCounter counter = counter((error != null) ? error.getClass().getSimpleName() : KeyValue.NONE_VALUE,
					context.getLowCardinalityKeyValues());
			if (this.streams.contain(context)) {
				counter.countStream();
			}
			else {
				counter.count(System.nanoTime() - start);
			}
		}
		catch (RuntimeException ex) {
			this.events.drop(context.getName(), ex);
		}
	}

	private RequestCounter counter(String error, KeyValues keyValues) {
		Map<KeyValues, RequestCounter> byKeyValues = this.counters.computeIfAbsent(error,
				(key) -> new ConcurrentHashMap<>());
		RequestCounter counter = byKeyValues.get(keyValues);
		if (counter == null) {
			counter = this.events.counter(keyValues, error);
			if (byKeyValues.size() < MAX_CACHED) {
				byKeyValues.put(keyValues, counter);
			}
		}
		return counter;
	}

	/**
	 * Tells which responses are streams, whose duration is no latency.
	 */
	@FunctionalInterface
	interface Streams {

		/** There is no web application. */
		Streams NONE = (context) -> false;

		/**
		 * Whether the response to a request was a stream.
		 * @param context the context of the observation of a request that has ended
		 * @return whether it was a stream
		 */
		boolean contain(Observation.Context context);

	}

}
