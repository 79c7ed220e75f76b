package io.github.observability.tracing.tail;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.observability.HttpNames;
import io.github.observability.LogOnce;
import io.github.observability.SemanticConvention;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.util.PatternMatchUtils;

/**
 * Decides which local roots are slow: by the threshold of their route, the default
 * threshold, or the rolling percentile of the route.
 */
final class SlowRoutes {

	/** Maximum number of routes. More of them means that names contain values. */
	private static final int MAX_ROUTES = 1000;

	private static final AttributeKey<String> URI = route(SemanticConvention.MICROMETER);

	private static final AttributeKey<String> HTTP_ROUTE = route(SemanticConvention.OPENTELEMETRY);

	private final long threshold;

	private final Map<String, Duration> patterns;

	private final boolean percentile;

	private final List<SlowTraceRule> rules;

	private final long maxAge;

	private final LogOnce failure = new LogOnce(LoggerFactory.getLogger(SlowRoutes.class));

	private final Map<String, Route> routes = new ConcurrentHashMap<>();

	private final Route others;

	SlowRoutes(Duration threshold, Map<String, Duration> patterns, boolean percentile) {
		this(threshold, patterns, percentile, List.of(), Duration.ZERO);
	}

	/**
	 * Create an instance with rules of the application.
	 * @param threshold the default threshold
	 * @param patterns thresholds by pattern of a route
	 * @param percentile whether the rolling percentile counts as well
	 * @param rules the rules of the application
	 * @param maxAge the limit of their thresholds, as no trace is buffered for longer
	 */
	SlowRoutes(Duration threshold, Map<String, Duration> patterns, boolean percentile, List<SlowTraceRule> rules,
			Duration maxAge) {
		this.rules = rules;
		this.maxAge = maxAge.toNanos();
		this.threshold = threshold.toNanos();
		this.patterns = patterns;
		this.percentile = percentile;
		this.others = new Route(this.threshold, null);
	}

	private static AttributeKey<String> route(SemanticConvention convention) {
		return AttributeKey.stringKey(HttpNames.server(convention).route());
	}

	/**
	 * Whether a local root that has ended is slow.
	 */
	boolean isSlow(ReadableSpan root) {
		long duration = root.getLatencyNanos();
		if (!this.percentile && this.patterns.isEmpty() && this.rules.isEmpty()) {
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
		Long ruled = ruled(name);
		return new Route((ruled != null) ? ruled : threshold(name), this.percentile ? new RollingPercentile() : null);
	}

	private @Nullable Long ruled(String name) {
		for (SlowTraceRule rule : this.rules) {
			try {
				Duration slowerThan = rule.slowerThan(name);
				if (slowerThan != null) {
					return Math.min(slowerThan.toNanos(), this.maxAge);
				}
			}
			catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
				this.failure.warn("{} failed for '{}' and is ignored there", rule, name, ex);
			}
		}
		return null;
	}

	private long threshold(String name) {
		Map.Entry<String, Duration> closest = null;
		for (Map.Entry<String, Duration> each : this.patterns.entrySet()) {
			boolean matches = each.getKey().equals(name) || PatternMatchUtils.simpleMatch(each.getKey(), name);
			if (matches && (closest == null || each.getKey().length() > closest.getKey().length())) {
				closest = each;
			}
		}
		return (closest != null) ? closest.getValue().toNanos() : this.threshold;
	}

	private record Route(long threshold, @Nullable RollingPercentile percentile) {

		boolean isSlow(long duration) {
			boolean unusual = this.percentile != null && this.percentile.isExceededBy(duration);
			return duration >= this.threshold || unusual;
		}

	}

}
