package io.github.observability.sample.support;

import java.time.Duration;
import java.util.Properties;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/** Real scrapes: every kind of meter that Micrometer writes, in both formats. */
final class MicrometerScrape {

	static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

	private MicrometerScrape() {
	}

	static String prometheus() {
		return registry(true).scrape();
	}

	static String openMetrics() {
		return registry(false).scrape(OPEN_METRICS);
	}

	static String openMetricsWithExemplarsAnywhere() {
		return registry(true).scrape(OPEN_METRICS);
	}

	private static PrometheusMeterRegistry registry(boolean exemplarsAnywhere) {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(new Config(exemplarsAnywhere),
				new PrometheusRegistry(), Clock.SYSTEM, new SampledSpan());
		registerTimers(registry);
		Counter.builder("orders")
			.description("Orders \"placed\"\nwith \\")
			.tag("note", "a\"b\\c\nd, e}")
			.register(registry)
			.increment();
		Counter.builder("traffic").baseUnit("bytes").tag("to", "").register(registry).increment(1e12);
		Gauge.builder("pool.nan", () -> Double.NaN).register(registry);
		Gauge.builder("pool.limit", () -> Double.POSITIVE_INFINITY).description("Limit").register(registry);
		Gauge.builder("jvm.info", () -> 1).tag("version", "17").register(registry);
		DistributionSummary.builder("size")
			.baseUnit("bytes")
			.serviceLevelObjectives(10, 1e12)
			.register(registry)
			.record(50);
		return registry;
	}

	private static void registerTimers(MeterRegistry registry) {
		for (String uri : new String[] { "/", "/rides" }) {
			Timer.builder("http")
				.description("Calls")
				.publishPercentileHistogram()
				.maximumExpectedValue(Duration.ofMillis(50))
				.tag("uri", uri)
				.register(registry)
				.record(Duration.ofMillis(12));
		}
		Timer.builder("plain").register(registry).record(Duration.ofMillis(5));
		Timer.builder("quick").publishPercentiles(0.5, 0.99).register(registry).record(Duration.ofMillis(5));
		LongTaskTimer.builder("active").publishPercentileHistogram().register(registry).start();
	}

	private record Config(boolean exemplarsAnywhere) implements PrometheusConfig {

		@Override
		public @Nullable String get(String key) {
			return null;
		}

		@Override
		public Properties prometheusProperties() {
			Properties properties = new Properties();
			properties.setProperty("io.prometheus.exporter.exemplarsOnAllMetricTypes",
					String.valueOf(this.exemplarsAnywhere));
			return properties;
		}

	}

	private static final class SampledSpan implements SpanContext {

		@Override
		public String getCurrentTraceId() {
			return TRACE_ID;
		}

		@Override
		public String getCurrentSpanId() {
			return "b7ad6b7169203331";
		}

		@Override
		public boolean isCurrentSpanSampled() {
			return true;
		}

		@Override
		public void markCurrentSpanAsExemplar() {
		}

	}

}
