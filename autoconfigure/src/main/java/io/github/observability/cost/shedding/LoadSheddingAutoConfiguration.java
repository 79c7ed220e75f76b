package io.github.observability.cost.shedding;

import java.util.List;

import ch.qos.logback.classic.LoggerContext;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.saturation.ResourceMonitor;
import io.github.observability.tracing.export.SpanQueueUse;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for load shedding.
 */
@AutoConfiguration
@ConditionalOnFeature({ "observability.cost.enabled", "observability.cost.shedding.enabled" })
@EnableConfigurationProperties(SheddingProperties.class)
public final class LoadSheddingAutoConfiguration {

	LoadSheddingAutoConfiguration() {
	}

	@Bean
	SheddingLevel loadSheddingLevel(SheddingProperties properties) {
		return new SheddingLevel(properties.headSamplingFactor());
	}

	/** What is read is looked up late: it is created while the application starts. */
	@Bean
	LoadShedder loadShedder(SheddingLevel loadSheddingLevel, SheddingProperties properties,
			ObjectProvider<ResourceMonitor> resources, ObjectProvider<SpanQueueUse> queues) {
		SingletonSupplier<ResourceMonitor> monitor = SingletonSupplier
			.of(() -> resources.getIfAvailable(() -> List::of));
		SingletonSupplier<SpanQueueUse> queue = SingletonSupplier.ofNullable(queues::getIfAvailable);
		PressureReadings readings = new PressureReadings(properties, () -> monitor.obtain().resources(), () -> {
			SpanQueueUse use = queue.get();
			return (use != null) ? use.utilization() : null;
		});
		return new LoadShedder(loadSheddingLevel, readings, properties, System::nanoTime);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LoggerContext.class)
	static class LogConfiguration {

		/** First, as lines that are denied need not be counted by others. */
		@Bean
		@Order(0)
		DebugLineFilter debugLineFilter(SheddingLevel loadSheddingLevel) {
			return new DebugLineFilter(loadSheddingLevel);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class MeterConfiguration {

		@Bean
		MeterBinder loadSheddingMeters(SheddingLevel loadSheddingLevel) {
			return (registry) -> Gauge.builder(SheddingMeter.LEVEL.getName(), loadSheddingLevel, SheddingLevel::get)
				.description(SheddingMeter.LEVEL.description())
				.register(registry);
		}

	}

}
