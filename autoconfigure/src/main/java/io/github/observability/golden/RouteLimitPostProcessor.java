package io.github.observability.golden;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.micrometer.metrics.MaximumAllowableTagsMeterFilter;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;

/**
 * Has Boot's filters admit what {@link RouteLimit} does. They refuse whole meters beyond
 * the limit, which loses requests, and take a request without a route for one.
 */
final class RouteLimitPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<ObservationProperties> observations;

	private final ObjectProvider<MetricsProperties> metrics;

	RouteLimitPostProcessor(ObjectProvider<ObservationProperties> observations,
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
			case "metricsHttpServerUriTagFilter" ->
				filter(http.getServer().getRequests().getName(), web.getServer().getMaxUriTags());
			case "metricsHttpClientUriTagFilter" ->
				filter(http.getClient().getRequests().getName(), web.getClient().getMaxUriTags());
			default -> bean;
		};
	}

	private static MaximumAllowableTagsMeterFilter filter(String meter, int routes) {
		int values = (int) Math.min(Integer.MAX_VALUE, (long) routes + RouteLimit.WITHOUT_ROUTE.size());
		return new MaximumAllowableTagsMeterFilter(meter, GoldenTag.URI.asString(), values);
	}

}
