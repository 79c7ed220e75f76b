package io.github.observability.golden;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.RecordedNames;
import io.github.observability.RecordedNamesConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the buckets and descriptions
 * that all golden signals share.
 */
@AutoConfiguration(beforeName = BootNames.COMPOSITE_METER_REGISTRY)
@ConditionalOnClass({ MeterRegistry.class, ObservationProperties.class, MetricsProperties.class })
@ConditionalOnFeature("observability.golden.enabled")
@Import(RecordedNamesConfiguration.class)
@EnableConfigurationProperties({ GoldenSignalsProperties.class, ObservationProperties.class, MetricsProperties.class })
public final class GoldenSignalsAutoConfiguration {

	/**
	 * Order of the latency filter, before Boot's properties filter, which has 0: the
	 * later of two filters for a meter wins.
	 */
	private static final int BEFORE_PROPERTIES_FILTER = -10;

	/** Work other than requests, as the Spring projects observe it. */
	private static final Set<String> WORK = Set.of(GoldenMeter.SCHEDULED_TASKS.getName(),
			GoldenMeter.QUARTZ_JOBS.getName(), "spring.kafka.listener", "spring.rabbit.listener",
			"spring.rabbit.stream.listener", "spring.pulsar.listener", "jms.message.process");

	GoldenSignalsAutoConfiguration() {
	}

	@Bean
	static RouteLimit.FilterPostProcessor routeLimitPostProcessor(ObjectProvider<ObservationProperties> observations,
			ObjectProvider<MetricsProperties> metrics) {
		return new RouteLimit.FilterPostProcessor(observations, metrics);
	}

	@Bean
	@Order(BEFORE_PROPERTIES_FILTER)
	MeterFilter goldenSignalsLatencyMeterFilter(GoldenSignalsProperties properties, RecordedNames recordedNames) {
		return new LatencyMeterFilter(() -> {
			Set<String> timers = new HashSet<>(WORK);
			timers.add(recordedNames.server().requests());
			timers.add(recordedNames.client().requests());
			timers.add(recordedNames.webClient().requests());
			timers.add(GoldenMeter.STREAMS_FIRST_BYTE.getName());
			return Set.copyOf(timers);
		}, properties.latencyBuckets());
	}

	/**
	 * Runs after the general filter and wins for requests served.
	 */
	@Bean
	@Order(BEFORE_PROPERTIES_FILTER + 1)
	MeterFilter servedRequestLatencyMeterFilter(GoldenSignalsProperties properties, RecordedNames recordedNames,
			ObjectProvider<RequestClassifier> classifier) {
		List<Duration> thresholds = classifier.stream().flatMap((each) -> each.thresholds().stream()).toList();
		return new LatencyMeterFilter(() -> Set.of(recordedNames.server().requests()),
				properties.latencyBucketsWith(thresholds));
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	MeterFilter goldenSignalsDescriptionMeterFilter(RecordedNames recordedNames) {
		return new LatencyMeterFilter.Description(() -> {
			Map<String, String> descriptions = new HashMap<>();
			descriptions.put(recordedNames.server().requests(), GoldenMeter.SERVER_REQUESTS.description());
			descriptions.put(recordedNames.client().requests(), GoldenMeter.CLIENT_REQUESTS.description());
			descriptions.put(recordedNames.webClient().requests(), GoldenMeter.CLIENT_REQUESTS.description());
			describe(descriptions, GoldenMeter.SCHEDULED_TASKS);
			describe(descriptions, GoldenMeter.SCHEDULED_TASKS_ACTIVE);
			describe(descriptions, GoldenMeter.QUARTZ_JOBS);
			describe(descriptions, GoldenMeter.QUARTZ_JOBS_ACTIVE);
			return Map.copyOf(descriptions);
		});
	}

	private static void describe(Map<String, String> descriptions, GoldenMeter meter) {
		descriptions.put(meter.getName(), meter.description());
	}

}
