package io.github.observability.dashboards;

import java.util.Set;

import io.github.observability.BootNames;
import io.github.observability.BusinessMeterNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.ConditionalOnSharedBean;
import io.github.observability.RecordedNames;
import io.github.observability.RecordedNamesConfiguration;
import io.github.observability.business.BusinessMetricsAutoConfiguration;
import io.github.observability.slo.SloAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for dashboards.
 */
@AutoConfiguration(after = { BusinessMetricsAutoConfiguration.class, SloAutoConfiguration.class },
		afterName = { BootNames.COMPOSITE_METER_REGISTRY, BootNames.SIMPLE_METER_REGISTRY, BootNames.PROJECT_INFO })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSharedBean(MeterRegistry.class)
@ConditionalOnFeature("observability.dashboards.enabled")
@EnableConfigurationProperties(DashboardsProperties.class)
public final class DashboardsAutoConfiguration {

	DashboardsAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@Import(RecordedNamesConfiguration.class)
	@ConditionalOnClass({ ConditionalOnAvailableEndpoint.class, JsonMapper.class })
	@ConditionalOnAvailableEndpoint(DashboardsEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		DashboardSource meterDashboards(MeterRegistry registry, ObjectProvider<BusinessMeterNames> business,
				DashboardsProperties properties, Environment environment, RecordedNames recordedNames) {
			return () -> MeterDashboards
				.render(Application.of(inventory(registry, business), properties, environment, recordedNames));
		}

		@Bean
		DashboardsEndpoint dashboardsEndpoint(DashboardSource meterDashboards, MeterRegistry registry,
				ObjectProvider<BusinessMeterNames> business) {
			return new DashboardsEndpoint(meterDashboards, () -> inventory(registry, business));
		}

		private static MeterInventory inventory(MeterRegistry registry, ObjectProvider<BusinessMeterNames> business) {
			BusinessMeterNames names = business.getIfAvailable();
			return MeterInventory.of(registry, (names != null) ? names.names() : Set.of());
		}

	}

}
