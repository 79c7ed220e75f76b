package io.github.observability.cost.series;

import io.github.observability.BusinessMeterNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.RecordedNames;
import io.github.observability.RecordedNamesConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for limits of the number of series.
 */
@AutoConfiguration
@ConditionalOnClass({ MeterRegistry.class, MeterRegistryCustomizer.class })
@ConditionalOnFeature({ "observability.cost.enabled", "observability.cost.series.enabled" })
@EnableConfigurationProperties(SeriesProperties.class)
@Import(RecordedNamesConfiguration.class)
public final class SeriesGuardAutoConfiguration {

	SeriesGuardAutoConfiguration() {
	}

	@Bean
	SeriesReporter seriesReporter() {
		return new SeriesReporter();
	}

	@Bean
	@Lazy(false)
	SeriesExemptions seriesExemptions(ObjectProvider<MeterFilter> filters, ObjectProvider<BusinessMeterNames> business,
			ObjectProvider<RecordedNames> recordedNames) {
		return new SeriesExemptions(filters, business, recordedNames);
	}

	/**
	 * Behind the filters of the application, which may rename a meter or remove a tag.
	 */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	SeriesGuard seriesGuard(SeriesProperties properties, SeriesExemptions seriesExemptions,
			SeriesReporter seriesReporter) {
		return new SeriesGuard(properties, seriesExemptions, seriesReporter);
	}

	/**
	 * Adds limits to a composite, to which Boot applies no filter and which would hold
	 * every series that its members collapse.
	 */
	@Bean
	MeterRegistryCustomizer<MeterRegistry> seriesGuardCustomizer(SeriesGuard seriesGuard, SeriesProperties properties,
			SeriesExemptions seriesExemptions, SeriesReporter seriesReporter) {
		return (registry) -> {
			boolean composite = registry instanceof CompositeMeterRegistry;
			SeriesGuard guarding = composite ? new SeriesGuard(properties, seriesExemptions, seriesReporter)
					: seriesGuard;
			if (composite) {
				registry.config().meterFilter(guarding);
			}
			registry.config().onMeterRemoved((removed) -> guarding.removed(removed.getId()));
		};
	}

}
