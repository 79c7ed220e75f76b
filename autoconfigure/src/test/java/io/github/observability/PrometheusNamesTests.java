package io.github.observability;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class PrometheusNamesTests {

	private static final List<String> SUFFIXES = List.of("", ".total", ".created", ".info", ".bucket", ".sum", ".count",
			".max", ".info.total", "_total", ".seconds");

	private static final List<String> FORMATS = List.of("text/plain; version=0.0.4",
			"application/openmetrics-text; version=1.0.0");

	static Stream<Arguments> metersWithReservedSuffixes() {
		return SUFFIXES.stream()
			.flatMap((suffix) -> Stream
				.of(Meter.Type.COUNTER, Meter.Type.GAUGE, Meter.Type.TIMER, Meter.Type.DISTRIBUTION_SUMMARY,
						Meter.Type.LONG_TASK_TIMER)
				.map((type) -> Arguments.of("orders" + suffix, type)));
	}

	@ParameterizedTest
	@MethodSource("metersWithReservedSuffixes")
	void equalThoseOfAScrape(String name, Meter.Type type) {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		Gauge.builder("unrelated", () -> 1).register(registry);
		register(registry, name, type);
		PrometheusNames.Exported exported = PrometheusNames.of(registry).of(name, type, null);
		for (String format : FORMATS) {
			assertThat(registry.scrape(format).lines().filter((line) -> !line.startsWith("#")))
				.filteredOn((line) -> !line.startsWith("unrelated"))
				.isNotEmpty()
				.allSatisfy((line) -> assertThat(exported.reserved()).contains(line.split("[{ ]")[0]));
		}
		assertThat(registry.scrape()).contains("# TYPE " + exported.name() + " ");
	}

	@ParameterizedTest
	@CsvSource({ "orders, COUNTER, orders_total, true", "orders.total, COUNTER, orders_total, true",
			"orders.created, COUNTER, orders_total, false", "orders.info, COUNTER, orders_total, false",
			"orders.bucket, COUNTER, orders_total, false", "orders.info.total, COUNTER, orders_total, false",
			"orders.sum, COUNTER, orders_sum_total, true", "orders.total, GAUGE, orders, false",
			"orders.created, GAUGE, orders, false", "orders.info, GAUGE, orders_info, false",
			"orders.open, GAUGE, orders_open, true", "orders, TIMER, orders_seconds, true",
			"orders.bucket, TIMER, orders_bucket_seconds, true" })
	void tellWhetherAWordIsLost(String name, Meter.Type type, String exported, boolean retained) {
		PrometheusNames.Exported names = PrometheusNames.byDefault().of(name, type, null);
		assertThat(names.name()).isEqualTo(exported);
		assertThat(names.faithful()).isEqualTo(retained);
	}

	@Test
	void haveTheUnit() {
		assertThat(PrometheusNames.byDefault().of("rides.distance", Meter.Type.COUNTER, "km").name())
			.isEqualTo("rides_distance_km_total");
		assertThat(PrometheusNames.byDefault().of("rides.distance.km", Meter.Type.COUNTER, "km").name())
			.isEqualTo("rides_distance_km_total");
	}

	@Test
	void followTheConventionOfTheRegistry() {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		NamingConvention convention = new PrometheusNamingConvention();
		prometheus.config()
			.namingConvention(
					(name, type, unit) -> convention.name("acme." + name.toLowerCase(Locale.ROOT), type, unit));
		MeterRegistry composite = new CompositeMeterRegistry(Clock.SYSTEM,
				List.of(new SimpleMeterRegistry(), new CompositeMeterRegistry(Clock.SYSTEM, List.of(prometheus))));
		PrometheusNames names = PrometheusNames.of(composite);
		assertThat(names.counter("rides.requested")).isEqualTo("acme_rides_requested_total");
		assertThat(names.timer("http.server.requests")).isEqualTo("acme_http_server_requests_seconds");
		assertThat(names.of("rides.requested", Meter.Type.COUNTER, null).faithful()).isTrue();
	}

	@Test
	void areThoseByDefaultWithoutAPrometheusRegistry() {
		assertThat(PrometheusNames.of(new SimpleMeterRegistry()).gauge("rides.open")).isEqualTo("rides_open");
	}

	private static void register(MeterRegistry registry, String name, Meter.Type type) {
		switch (type) {
			case COUNTER -> Counter.builder(name).tag("city", "a b").register(registry);
			case TIMER -> Timer.builder(name).tag("city", "a b").publishPercentileHistogram().register(registry);
			case DISTRIBUTION_SUMMARY ->
				DistributionSummary.builder(name).tag("city", "a b").publishPercentileHistogram().register(registry);
			case LONG_TASK_TIMER -> LongTaskTimer.builder(name).tag("city", "a b").register(registry);
			default -> Gauge.builder(name, () -> 1).tag("city", "a b").register(registry);
		}
	}

}
