package io.github.observability.cost;

import java.util.Set;
import java.util.function.Supplier;

import io.github.observability.BootNames;
import io.github.observability.BusinessMeterNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.ConditionalOnSharedBean;
import io.github.observability.PrometheusNames;
import io.github.observability.RecordedNames;
import io.github.observability.RecordedNamesConfiguration;
import io.github.observability.business.BusinessMetricsAutoConfiguration;
import io.github.observability.cost.series.SeriesLimits;
import io.github.observability.cost.shedding.LoadShedder;
import io.github.observability.logging.otlp.LogRecordExportConfiguration;
import io.github.observability.logging.otlp.LogRecordExporterDecorator;
import io.github.observability.slo.RuleMetrics;
import io.github.observability.tracing.export.SpanBatchListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.trace.data.SpanData;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the cost of telemetry.
 */
@AutoConfiguration(after = BusinessMetricsAutoConfiguration.class,
		afterName = { BootNames.COMPOSITE_METER_REGISTRY, BootNames.SIMPLE_METER_REGISTRY })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSharedBean(MeterRegistry.class)
@ConditionalOnFeature("observability.cost.enabled")
@EnableConfigurationProperties(CostProperties.class)
@Import(RecordedNamesConfiguration.class)
public final class CostAutoConfiguration {

	CostAutoConfiguration() {
	}

	@Bean
	SpanVolumes deliveredSpanVolumes() {
		return new SpanVolumes();
	}

	@Bean
	LogRecordVolumes deliveredLogRecordVolumes() {
		return new LogRecordVolumes();
	}

	@Bean
	MeterSignals meterSignals(MeterRegistry registry) {
		return new MeterSignals(registry, System::nanoTime);
	}

	@Bean
	static UsedMetricsFile usedMetricsFile(CostProperties properties) {
		return UsedMetricsFile.of(properties.usedMetrics());
	}

	@Bean
	MeterAdvisor meterAdvisor(MeterRegistry registry, MeterSignals meterSignals, UsedMetricsFile usedMetricsFile,
			Environment environment, RecordedNames recordedNames, ObjectProvider<BusinessMeterNames> business) {
		SingletonSupplier<PrometheusNames> prometheus = SingletonSupplier.of(() -> PrometheusNames.of(registry));
		SingletonSupplier<Set<String>> rules = SingletonSupplier
			.of(() -> RuleMetrics.of(environment, recordedNames.server(), prometheus.obtain()));
		Supplier<Set<String>> businessNames = names(business);
		return new MeterAdvisor(registry, meterSignals, new MetricReaders(rules::obtain,
				(name) -> businessNames.get().contains(name), prometheus::obtain, usedMetricsFile));
	}

	private static Supplier<Set<String>> names(ObjectProvider<BusinessMeterNames> business) {
		return () -> {
			BusinessMeterNames known = business.getIfAvailable();
			return (known != null) ? known.names() : Set.of();
		};

	}

	@Bean
	CostMonitor costMonitor(MeterRegistry registry, RecordedNames recordedNames, SpanVolumes deliveredSpanVolumes,
			LogRecordVolumes deliveredLogRecordVolumes, CostProperties properties, MeterSignals meterSignals,
			ObjectProvider<BusinessMeterNames> business, ObjectProvider<LoadShedder> loadShedder,
			ApplicationEventPublisher publisher) {
		Supplier<Set<String>> businessNames = names(business);
		return new CostMonitor(
				new TelemetryReader(registry, recordedNames, deliveredSpanVolumes, deliveredLogRecordVolumes,
						businessNames, System::nanoTime),
				new CostReports(registry, recordedNames, properties, businessNames),
				new Budgets(properties.budget(), publisher::publishEvent), meterSignals, deliveredSpanVolumes,
				deliveredLogRecordVolumes, () -> {
					LoadShedder known = loadShedder.getIfAvailable();
					return (known != null) ? known.report() : null;
				}, registry);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ SpanData.class, SpanBatchListener.class })
	static class SpanConfiguration {

		@Bean
		SpanBatches deliveredSpanBatches(SpanVolumes deliveredSpanVolumes) {
			return new SpanBatches(deliveredSpanVolumes);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LogRecordExporter.class)
	@Import(LogRecordExportConfiguration.class)
	static class LogRecordConfiguration {

		/** Measures what is sent, so it comes before what masks. */
		@Bean
		@Order(0)
		LogRecordExporterDecorator logRecordMeasuring(LogRecordVolumes deliveredLogRecordVolumes) {
			return (exporter) -> new MeasuringLogRecordExporter(exporter, deliveredLogRecordVolumes);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistryCustomizer.class, PrometheusMeterRegistry.class })
	@ConditionalOnProperty(name = "observability.cost.unread", havingValue = "deny")
	static class UnreadConfiguration {

		/**
		 * Meters come before most beans, so the names are those that properties choose.
		 */
		@Bean
		static MeterRegistryCustomizer<PrometheusMeterRegistry> unreadMeterCustomizer(UsedMetricsFile usedMetricsFile,
				Environment environment, ObjectProvider<BusinessMeterNames> business,
				ObjectProvider<SeriesLimits> limits) {
			return (registry) -> {
				PrometheusNames names = PrometheusNames.of(registry);
				SingletonSupplier<Set<String>> rules = SingletonSupplier
					.of(() -> RuleMetrics.of(environment, RecordedNames.of(environment).server(), names));
				registry.config()
					.meterFilter(new UnreadMeterFilter(new MetricReaders(rules::obtain, (name) -> mayBe(name, business),
							() -> names, usedMetricsFile), limits::getIfAvailable));
			};
		}

		/** Business meters are declared while the bean that knows them is created. */
		private static boolean mayBe(String name, ObjectProvider<BusinessMeterNames> business) {
			try {
				BusinessMeterNames known = business.getIfAvailable();
				return known != null && known.names().contains(name);
			}
			catch (BeansException ex) {
				return true;
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	@ConditionalOnAvailableEndpoint(CostEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		CostEndpoint costEndpoint(CostMonitor costMonitor, MeterAdvisor meterAdvisor) {
			return new CostEndpoint(costMonitor, meterAdvisor);
		}

	}

}
