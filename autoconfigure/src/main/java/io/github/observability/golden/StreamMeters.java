package io.github.observability.golden;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.observability.HttpNames;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Records responses that last as long as their reader wants: server-sent events, long
 * polls. They would hide all other latencies.
 */
public final class StreamMeters {

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
	 * Tells streams from other responses once they have ended, for those who count
	 * requests where golden signals, which watch each response, are off.
	 */
	public static final class Detector {

		private final ContentTypes types;

		private final Set<String> routes;

		private final Supplier<HttpNames> names;

		private Detector(ContentTypes types, Set<String> routes, Supplier<HttpNames> names) {
			this.types = types;
			this.routes = routes;
			this.names = names;
		}

		/**
		 * Create a detector with the settings of golden signals.
		 * @param environment has the settings
		 * @param names gives the names by which served requests are recorded
		 * @return the detector
		 */
		public static Detector of(Environment environment, Supplier<HttpNames> names) {
			Binder binder = Binder.get(environment);
			List<String> types = binder.bind("observability.golden.stream-content-types", Bindable.listOf(String.class))
				.orElse(List.of());
			Set<String> routes = binder.bind("observability.golden.stream-routes", Bindable.setOf(String.class))
				.orElse(Set.of());
			return new Detector(new ContentTypes(types), routes, names);
		}

		/**
		 * Whether the response to a request was a stream.
		 * @param context the context of the observation of the request
		 * @param contentType the content type of the response, {@code null} without one
		 * @return whether it was a stream
		 */
		public boolean isStream(Observation.Context context, @Nullable String contentType) {
			if (this.types.contain(contentType)) {
				return true;
			}
			KeyValue route = this.routes.isEmpty() ? null : context.getLowCardinalityKeyValue(this.names.get().route());
			return route != null && this.routes.contains(route.getValue());
		}

		/**
		 * Whether a request of WebFlux opens a WebSocket, which is one request for as
		 * long as it is open.
		 * @param upgrade the header {@code Upgrade} of the request
		 * @return whether it does
		 */
		public static boolean isWebSocket(@Nullable String upgrade) {
			return "websocket".equalsIgnoreCase(upgrade);
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
