package io.github.observability.golden;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what golden signals have in
 * common, whatever serves or sends the requests: buckets and descriptions.
 */
@AutoConfiguration(
		beforeName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({ MeterRegistry.class, ObservationProperties.class })
@ConditionalOnBooleanProperty(name = "observability.golden.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ GoldenSignalsProperties.class, ObservationProperties.class })
public final class GoldenSignalsAutoConfiguration {

	/**
	 * Order of the latency filter, before Boot's properties filter, which has 0: of two
	 * filters that say something about a meter the later one wins.
	 */
	private static final int BEFORE_PROPERTIES_FILTER = -10;

	GoldenSignalsAutoConfiguration() {
	}

	@Bean
	@Order(BEFORE_PROPERTIES_FILTER)
	MeterFilter goldenSignalsLatencyMeterFilter(GoldenSignalsProperties properties,
			ObservationProperties observationProperties) {
		return new LatencyMeterFilter(
				Set.of(serverRequests(observationProperties),
						observationProperties.getHttp().getClient().getRequests().getName()),
				properties.latencyBuckets());
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	MeterFilter goldenSignalsDescriptionMeterFilter(ObservationProperties observationProperties) {
		String client = observationProperties.getHttp().getClient().getRequests().getName();
		Map<String, String> descriptions = new HashMap<>();
		descriptions.put(serverRequests(observationProperties), GoldenMeter.SERVER_REQUESTS.description());
		descriptions.put(client, GoldenMeter.CLIENT_REQUESTS.description());
		descriptions.put(client + ".active", GoldenMeter.CLIENT_REQUESTS_ACTIVE.description());
		describe(descriptions, GoldenMeter.SCHEDULED_TASKS);
		describe(descriptions, GoldenMeter.SCHEDULED_TASKS_ACTIVE);
		return new DescriptionMeterFilter(Map.copyOf(descriptions));
	}

	private static void describe(Map<String, String> descriptions, GoldenMeter meter) {
		descriptions.put(meter.getName(), meter.description());
	}

	static String serverRequests(ObservationProperties properties) {
		return properties.getHttp().getServer().getRequests().getName();
	}

}
