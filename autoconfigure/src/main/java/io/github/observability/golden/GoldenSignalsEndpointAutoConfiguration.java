package io.github.observability.golden;

import java.util.List;

import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.ConditionalOnSharedBean;
import io.github.observability.RecordedNames;
import io.github.observability.RecordedNamesConfiguration;
import io.github.observability.saturation.ResourceMonitor;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@code golden} endpoint.
 */
@AutoConfiguration(afterName = { BootNames.COMPOSITE_METER_REGISTRY, BootNames.SIMPLE_METER_REGISTRY })
@ConditionalOnWebApplication
@ConditionalOnClass({ ConditionalOnAvailableEndpoint.class, MeterRegistry.class, ObservationProperties.class })
@ConditionalOnAvailableEndpoint(GoldenSignalsEndpoint.class)
@ConditionalOnSharedBean(MeterRegistry.class)
@ConditionalOnFeature("observability.golden.enabled")
@Import(RecordedNamesConfiguration.class)
public final class GoldenSignalsEndpointAutoConfiguration {

	GoldenSignalsEndpointAutoConfiguration() {
	}

	@Bean
	LatencyTimers.Sketches latencySketches() {
		return new LatencyTimers.Sketches();
	}

	@Bean
	SignalHistory signalHistory(MeterRegistry registry, RecordedNames recordedNames,
			LatencyTimers.Sketches latencySketches) {
		return new SignalHistory(registry, recordedNames::server, latencySketches);
	}

	@Bean
	GoldenSignalsEndpoint goldenSignalsEndpoint(SignalHistory signalHistory,
			ObjectProvider<ResourceMonitor> resources) {
		return new GoldenSignalsEndpoint(signalHistory, resources.getIfAvailable(() -> List::of));
	}

}
