package io.github.observability.golden;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.observability.AdmittedValues;
import io.github.observability.BootNames;
import io.github.observability.HttpNames;
import io.github.observability.LogOnce;
import io.github.observability.SemanticConvention;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.micrometer.metrics.MaximumAllowableTagsMeterFilter;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;

/**
 * Limits the number of routes in the tags of a meter. Requests for further routes are
 * recorded as {@code other}, so the totals stay exact.
 */
final class RouteLimit {

	static final String OTHER = HttpNames.OTHER_ROUTE;

	/** Tag values of requests without a route. They do not count toward the limit. */
	static final Set<String> WITHOUT_ROUTE = Set.of(OTHER, "UNKNOWN", "NOT_FOUND", "REDIRECTION", KeyValue.NONE_VALUE);

	private static final Logger logger = LoggerFactory.getLogger(RouteLimit.class);

	/** Tags whose values are few: of Spring's own convention and OpenTelemetry's. */
	private static final Set<String> USUAL = usual();

	private static final int MAX_UNUSUAL = 20;

	/** No route of a handler is as long. What is longer is a path or worse. */
	private static final int MAX_LENGTH = 1_000;

	private final MeterRegistry registry;

	private final List<HttpNames> names;

	private final String meter;

	private final String property;

	private final int max;

	private final AdmittedValues admitted;

	private final Counter collapsed;

	private final Map<String, Counter> unusual = new ConcurrentHashMap<>();

	private final LogOnce warning = new LogOnce(logger);

	private final LogOnce unusualWarning = new LogOnce(logger);

	/**
	 * Create a limit.
	 * @param registry the registry of the counter of collapsed requests
	 * @param names the names by which the requests are recorded
	 * @param property the property that sets the limit
	 * @param max the number of routes that are admitted
	 */
	RouteLimit(MeterRegistry registry, List<HttpNames> names, String property, int max) {
		this.names = names;
		this.meter = names.get(0).requests();
		this.property = property;
		this.max = max;
		this.admitted = new AdmittedValues(max);
		this.registry = registry;
		this.collapsed = counter(names.get(0).route());
	}

	private static Set<String> usual() {
		Set<String> usual = new HashSet<>(Set.of(HttpNames.OUTCOME, "url.scheme"));
		for (SemanticConvention convention : SemanticConvention.values()) {
			HttpNames server = HttpNames.server(convention);
			usual.addAll(List.of(server.method(), server.route(), HttpNames.client(convention).route(), server.status(),
					server.exception()));
		}
		return Set.copyOf(usual);
	}

	/** Returns the tag of the route. */
	String routeKey() {
		return this.names.get(0).route();
	}

	/**
	 * Whether a key is that of the route.
	 * @param key the key of a key-value
	 * @return whether its value is a route
	 */
	boolean isRoute(String key) {
		for (HttpNames each : this.names) {
			if (each.route().equals(key)) {
				return true;
			}
		}
		return false;
	}

	private Counter counter(String key) {
		return Counter.builder(GoldenMeter.COLLAPSED.getName())
			.description(GoldenMeter.COLLAPSED.description())
			.tag(GoldenTag.METER.asString(), this.meter)
			.tag(GoldenTag.KEY.asString(), key)
			.register(this.registry);
	}

	/**
	 * Apply the limit to key-values.
	 * @param keyValues the key-values of a request
	 * @return the same if its route is admitted
	 */
	KeyValues bound(KeyValues keyValues) {
		KeyValues bounded = boundAgain(keyValues);
		if (bounded != keyValues) {
			collapsed();
		}
		return bounded;
	}

	/**
	 * Apply the limit to key-values for another meter of the same request, which is
	 * counted once.
	 * @param keyValues the key-values of a request
	 * @return the same if its route is admitted
	 */
	KeyValues boundAgain(KeyValues keyValues) {
		for (KeyValue keyValue : keyValues) {
			if (isRoute(keyValue.getKey())) {
				return admits(keyValue.getValue()) ? keyValues : keyValues.and(KeyValue.of(keyValue.getKey(), OTHER));
			}
		}
		return keyValues;
	}

	/**
	 * Replace the values of tags that are not Spring's, such as those that a convention
	 * of the application adds, and of hosts that were called.
	 * @param keyValues the key-values of a request
	 * @return the same if all tags are Spring's
	 */
	KeyValues boundUnusual(KeyValues keyValues) {
		KeyValues bounded = keyValues;
		for (KeyValue keyValue : keyValues) {
			if (!USUAL.contains(keyValue.getKey()) && !keyValue.getValue().equals(OTHER)) {
				bounded = bounded.and(KeyValue.of(keyValue.getKey(), OTHER));
				collapsedUnusual(keyValue.getKey());
			}
		}
		return bounded;
	}

	private void collapsedUnusual(String key) {
		this.unusual
			.computeIfAbsent((this.unusual.size() < MAX_UNUSUAL || this.unusual.containsKey(key)) ? key : OTHER,
					this::counter)
			.increment();
		this.unusualWarning.warn(
				"'{}' has very many series; values of the tag '{}' and of others that are not Spring's are recorded as '{}' and counted by '{}'",
				this.meter, key, OTHER, GoldenMeter.COLLAPSED.getName());
	}

	private boolean admits(String route) {
		if (route.length() > MAX_LENGTH) {
			return false;
		}
		return this.admitted.contains(route) || WITHOUT_ROUTE.contains(route) || this.admitted.admit(route);
	}

	private void collapsed() {
		this.collapsed.increment();
		this.warning.warn(
				"'{}' has reached its limit of {} routes; further routes are recorded as '{}' and counted by '{}'. Set '{}' to raise the limit",
				this.meter, this.max, OTHER, GoldenMeter.COLLAPSED.getName(), this.property);
	}

	/**
	 * Raises the limits of Boot's filters so that they admit everything that
	 * {@link RouteLimit} does. Boot's filters deny whole meters past the limit, which
	 * loses requests, and count a request without a route as a route.
	 */
	static final class FilterPostProcessor implements BeanPostProcessor {

		private final ObjectProvider<ObservationProperties> observations;

		private final ObjectProvider<MetricsProperties> metrics;

		FilterPostProcessor(ObjectProvider<ObservationProperties> observations,
				ObjectProvider<MetricsProperties> metrics) {
			this.observations = observations;
			this.metrics = metrics;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!(bean instanceof MaximumAllowableTagsMeterFilter)) {
				return bean;
			}
			ObservationProperties.Http http = this.observations.getObject().getHttp();
			MetricsProperties.Web web = this.metrics.getObject().getWeb();
			return switch (beanName) {
				case BootNames.SERVER_ROUTE_LIMIT_BEAN ->
					filter(http.getServer().getRequests().getName(), web.getServer().getMaxUriTags());
				case BootNames.CLIENT_ROUTE_LIMIT_BEAN ->
					filter(http.getClient().getRequests().getName(), web.getClient().getMaxUriTags());
				default -> bean;
			};
		}

		private static MaximumAllowableTagsMeterFilter filter(String meter, int routes) {
			int values = (int) Math.min(Integer.MAX_VALUE, (long) routes + RouteLimit.WITHOUT_ROUTE.size());
			return new MaximumAllowableTagsMeterFilter(meter, GoldenTag.URI.asString(), values);
		}

	}

}
