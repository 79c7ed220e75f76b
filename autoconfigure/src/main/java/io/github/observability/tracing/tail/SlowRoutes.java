package io.github.observability.tracing.tail;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import org.springframework.util.PatternMatchUtils;

/**
 * Decides which local roots are slow: by the threshold of their route, the default
 * threshold, or the rolling percentile of the route.
 */
final class SlowRoutes {

	/** Maximum number of routes. More of them means that names contain values. */
	private static final int MAX_ROUTES = 1000;

	private static final AttributeKey<String> URI = AttributeKey.stringKey("uri");

	private static final AttributeKey<String> HTTP_ROUTE = AttributeKey.stringKey("http.route");

	private final long threshold;

	private final Map<String, Duration> patterns;

	private final boolean percentile;

	private final Map<String, Route> routes = new ConcurrentHashMap<>();

	private final Route others;

	SlowRoutes(Duration threshold, Map<String, Duration> patterns, boolean percentile) {
		this.threshold = threshold.toNanos();
		this.patterns = patterns;
		this.percentile = percentile;
		this.others = new Route(this.threshold, null);
	}

	/**
	 * Whether a local root that has ended is slow.
	 */
	boolean isSlow(ReadableSpan root) {
		long duration = root.getLatencyNanos();
		if (!this.percentile && this.patterns.isEmpty()) {
			return duration >= this.threshold;
		}
		return route(name(root)).isSlow(duration);
	}

	/**
	 * The longest threshold of all routes.
	 */
	Duration longest() {
		Duration longest = Duration.ofNanos(this.threshold);
		for (Duration each : this.patterns.values()) {
			longest = (each.compareTo(longest) > 0) ? each : longest;
		}
		return longest;
	}

	private static String name(ReadableSpan root) {
		if (root.getKind() == SpanKind.SERVER) {
			String uri = root.getAttribute(URI);
			uri = (uri != null) ? uri : root.getAttribute(HTTP_ROUTE);
			if (uri != null) {
				return uri;
			}
		}
		return root.getName();
	}

	private Route route(String name) {
		Route route = this.routes.get(name);
		if (route != null) {
			return route;
		}
		return (this.routes.size() < MAX_ROUTES) ? this.routes.computeIfAbsent(name, this::create) : this.others;
	}

	private Route create(String name) {
		Map.Entry<String, Duration> closest = null;
		for (Map.Entry<String, Duration> each : this.patterns.entrySet()) {
			boolean matches = each.getKey().equals(name) || PatternMatchUtils.simpleMatch(each.getKey(), name);
			if (matches && (closest == null || each.getKey().length() > closest.getKey().length())) {
				closest = each;
			}
		}
		long threshold = (closest != null) ? closest.getValue().toNanos() : this.threshold;
		return new Route(threshold, this.percentile ? new RollingPercentile() : null);
	}

	private record Route(long threshold, @Nullable RollingPercentile percentile) {

		boolean isSlow(long duration) {
			boolean unusual = this.percentile != null && this.percentile.isExceededBy(duration);
			return duration >= this.threshold || unusual;
		}

	}

}
