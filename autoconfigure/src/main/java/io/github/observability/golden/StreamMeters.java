package io.github.observability.golden;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Records responses that last as long as their reader wants: server-sent events, long
 * polls. They would hide all other latencies.
 */
final class StreamMeters {

	private final LatencyTimers durations;

	private final LatencyTimers firstBytes;

	private final Set<String> routes;

	private final String routeKey;

	StreamMeters(LatencyTimers latency, Set<String> routes, String routeKey) {
		this.durations = latency.apart(GoldenMeter.STREAMS);
		this.firstBytes = latency.beside(GoldenMeter.STREAMS_FIRST_BYTE);
		this.routes = routes;
		this.routeKey = routeKey;
	}

	/**
	 * Whether the route of a request always responds with a stream.
	 */
	boolean isStreamRoute(Observation.Context context) {
		if (this.routes.isEmpty()) {
			return false;
		}
		KeyValue route = context.getLowCardinalityKeyValue(this.routeKey);
		return route != null && this.routes.contains(route.getValue());
	}

	void record(Observation.Context context, RequestState request, long durationNanos) {
		this.durations.get(context).recordStream(durationNanos);
		long firstByteAge = request.firstByteAge();
		if (firstByteAge != RequestState.NONE) {
			this.firstBytes.get(context).timer().record(firstByteAge, TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Content types of streamed responses.
	 */
	static final class ContentTypes {

		private static final List<String> KNOWN = List.of("text/event-stream", "application/x-ndjson",
				"multipart/x-mixed-replace");

		private final String[] types;

		/**
		 * Create the content types.
		 * @param further content types in addition to the known ones
		 */
		ContentTypes(List<String> further) {
			this.types = Stream.concat(KNOWN.stream(), further.stream()).toArray(String[]::new);
		}

		/**
		 * Whether a content type is one of these, whatever its parameters.
		 */
		boolean contain(@Nullable String contentType) {
			if (contentType == null) {
				return false;
			}
			for (String type : this.types) {
				if (contentType.regionMatches(true, 0, type, 0, type.length()) && endsAt(contentType, type.length())) {
					return true;
				}
			}
			return false;
		}

		private static boolean endsAt(String contentType, int index) {
			return contentType.length() == index || contentType.charAt(index) == ';'
					|| contentType.charAt(index) == ' ';
		}

	}

}
