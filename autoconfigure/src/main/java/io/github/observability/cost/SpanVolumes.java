package io.github.observability.cost;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

import io.github.observability.BoundedMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts delivered spans and their bytes, by route and by source. Threads of exporters
 * add batches; requests pay nothing.
 */
final class SpanVolumes {

	/** Stands for the routes beyond the limit. */
	static final String OTHER = "other";

	private static final int MOST_ROUTES = 200;

	private static final int MOST_TRACES = 1_000;

	private final Map<String, Volume> byRoute = new HashMap<>();

	private final Map<TelemetrySource, Volume> bySource = new EnumMap<>(TelemetrySource.class);

	/** Traces whose local root was not delivered yet. */
	private final Map<String, Volume> waiting = BoundedMap.droppingOldest(MOST_TRACES);

	/** Routes of traces, for the spans that are delivered after the local root. */
	private final Map<String, String> routes = BoundedMap.droppingLeastRecentlyUsed(MOST_TRACES);

	private Volume total = Volume.NONE;

	/**
	 * Add what surrounds the spans of a batch.
	 * @param bytes the bytes
	 */
	synchronized void addEnvelope(long bytes) {
		this.total = this.total.plus(new Volume(0, bytes));
	}

	/**
	 * Add a span.
	 * @param traceId the trace id
	 * @param root whether it is the local root
	 * @param route the route that the local root served, {@code null} if none
	 * @param source what the span is about
	 * @param bytes its bytes
	 */
	synchronized void add(String traceId, boolean root, @Nullable String route, TelemetrySource source, long bytes) {
		Volume span = new Volume(1, bytes);
		this.total = this.total.plus(span);
		this.bySource.merge(source, span, Volume::plus);
		if (root) {
			Volume before = this.waiting.remove(traceId);
			if (route != null) {
				this.routes.put(traceId, route);
				addToRoute(route, (before != null) ? span.plus(before) : span);
			}
			return;
		}
		String known = this.routes.get(traceId);
		if (known != null) {
			addToRoute(known, span);
		}
		else {
			this.waiting.merge(traceId, span, Volume::plus);
		}
	}

	private void addToRoute(String route, Volume volume) {
		String key = (this.byRoute.containsKey(route) || this.byRoute.size() < MOST_ROUTES) ? route : OTHER;
		this.byRoute.merge(key, volume, Volume::plus);
	}

	synchronized Volume total() {
		return this.total;
	}

	synchronized Map<String, Volume> byRoute() {
		return Map.copyOf(this.byRoute);
	}

	synchronized Map<TelemetrySource, Volume> bySource() {
		return Map.copyOf(this.bySource);
	}

}
