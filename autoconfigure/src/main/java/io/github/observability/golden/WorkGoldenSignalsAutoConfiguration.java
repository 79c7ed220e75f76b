package io.github.observability.golden;

import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.ConditionalOnSharedBean;
import io.github.observability.FailureTable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.quartz.Scheduler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for golden signals of work other
 * than HTTP requests. Spring observes most of it; this adds Quartz jobs and names
 * failures that travel as a status.
 */
@AutoConfiguration(
		afterName = { BootNames.COMPOSITE_METER_REGISTRY, BootNames.SIMPLE_METER_REGISTRY, BootNames.OBSERVATION })
@ConditionalOnClass({ ObservationRegistry.class, ObservationProperties.class })
@ConditionalOnSharedBean(ObservationRegistry.class)
@ConditionalOnFeature("observability.golden.enabled")
@Import(GoldenSignalsConfigurations.FoundationConfiguration.class)
public final class WorkGoldenSignalsAutoConfiguration {

	WorkGoldenSignalsAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, MetricsProperties.class })
	@ConditionalOnSharedBean(MeterRegistry.class)
	static class MeterConfiguration {

		/** Comes after the handlers of requests, which know their failures themselves. */
		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE + 10)
		FailureMeterHandler failureMeterHandler(MeterRegistry registry, FailureTable failureTable,
				ObjectProvider<DefaultMeterObservationHandler> handler) {
			return new FailureMeterHandler(registry, failureTable, handler);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Scheduler.class, SchedulerFactoryBean.class })
	static class QuartzConfiguration {

		@Bean
		static QuartzJobListener.SchedulerPostProcessor quartzSchedulerPostProcessor(
				ObjectProvider<ObservationRegistry> registry, ObjectProvider<RecordingFaults> recordingFaults) {
			return new QuartzJobListener.SchedulerPostProcessor(registry, recordingFaults);
		}

	}

}
