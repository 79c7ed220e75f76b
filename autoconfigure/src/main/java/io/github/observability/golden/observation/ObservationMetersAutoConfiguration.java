package io.github.observability.golden.observation;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the meters of observations of
 * any kind: those of clients, of messages, of scheduled tasks and of the application's
 * own.
 */
@AutoConfiguration
@ConditionalOnClass({ ObservationRegistry.class, DefaultMeterObservationHandler.class, MetricsProperties.class })
@ConditionalOnFeature("observability.golden.enabled")
public final class ObservationMetersAutoConfiguration {

	ObservationMetersAutoConfiguration() {
	}

	/**
	 * Replaces Boot's handler where it is. A bean of the same type would have to exist
	 * before the registry that it needs.
	 */
	@Configuration(proxyBeanMethods = false)
	static class HandlerConfiguration {

		@Bean
		static BeanPostProcessor cachingMeterHandlerPostProcessor(ObjectProvider<MeterRegistry> registry,
				ObjectProvider<MetricsProperties> properties) {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean.getClass() != DefaultMeterObservationHandler.class) {
						return bean;
					}
					MeterRegistry present = registry.getIfUnique();
					MetricsProperties metrics = properties.getIfAvailable();
					if (present == null || metrics == null) {
						return bean;
					}
					boolean active = !metrics.getObservations()
						.getIgnoredMeters()
						.contains(IgnoredMeters.LONG_TASK_TIMER);
					return new CachingMeterHandler(present, active);
				}

			};
		}

	}

}
