package io.github.observability.business;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Whatever business metrics accept is in the scrape, under the name that the endpoint
 * reports and with its own value.
 */
class ExportedNamesTests {

	private static final List<String> FORMATS = List.of("text/plain; version=0.0.4",
			"application/openmetrics-text; version=1.0.0");

	private static final List<String> NAMES = List.of("orders", "orders.total", "orders.created", "orders.info",
			"orders.bucket", "orders.sum", "orders.count", "orders.max", "orders.seconds", "orders.seconds.count",
			"orders.seconds.max", "orders.km", "orders_total");

	/** Declares a meter, records a value and returns its id. */
	private static final Map<String, BiFunction<BusinessMetrics, String, MeterId>> KINDS = Map.of("counter",
			(metrics, name) -> {
				metrics.counter(name, "Orders").add(value(name, "counter"));
				return id(name, Meter.Type.COUNTER, null);
			}, "quantity", (metrics, name) -> {
				metrics.quantity(name, "Orders", "km").add(value(name, "quantity"));
				return id(name, Meter.Type.COUNTER, "km");
			}, "timer", (metrics, name) -> {
				metrics.timer(name, "Orders").record(Duration.ofSeconds(value(name, "timer")));
				return id(name, Meter.Type.TIMER, null);
			}, "gauge", (metrics, name) -> {
				metrics.gauge(name, "Orders", () -> value(name, "gauge"));
				return id(name, Meter.Type.GAUGE, null);
			});

	private static MeterId id(String name, Meter.Type type, String unit) {
		return new MeterId(name, type, "Orders", unit, List.of());
	}

	private static int value(String name, String kind) {
		return 2 + (name + kind).hashCode() % 1_000 * 2 + 2_000;
	}

	@Test
	void areWithoutLossForEachPairOfMeters() {
		List<String[]> meters = NAMES.stream()
			.flatMap((name) -> KINDS.keySet().stream().map((kind) -> new String[] { kind, name }))
			.toList();
		int accepted = 0;
		for (int i = 0; i < meters.size(); i++) {
			for (int j = i; j < meters.size(); j++) {
				accepted += pair(meters.get(i)[0], meters.get(i)[1], meters.get(j)[0], meters.get(j)[1]);
			}
		}
		assertThat(accepted).isBetween(250, 1_000);
	}

	private int pair(String firstKind, String first, String secondKind, String second) {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		Business business = Business.on(registry);
		Map<MeterId, Integer> values = new HashMap<>();
		try {
			values.put(KINDS.get(firstKind).apply(business.metrics(), first), value(first, firstKind));
			values.put(KINDS.get(secondKind).apply(business.metrics(), second), value(second, secondKind));
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex).hasMessageMatching(".*'orders[^']*'.*(already declared|rename).*");
			return 0;
		}
		if (first.equals(second)) {
			// The same meter, declared twice.
			return 0;
		}
		for (String format : FORMATS) {
			String scrape = registry.scrape(format);
			values.forEach((id, value) -> assertThat(sample(scrape, sampleName(business, id)))
				.as("%s %s beside %s %s", firstKind, first, secondKind, second)
				.isEqualTo(value.doubleValue()));
			assertThat(families(scrape)).doesNotHaveDuplicates();
		}
		return 1;
	}

	private static String sampleName(Business business, MeterId id) {
		String name = business.catalog().prometheusName(id);
		return (id.type() == Meter.Type.TIMER) ? name + "_sum" : name;
	}

	private static Double sample(String scrape, String name) {
		List<Double> found = new ArrayList<>();
		scrape.lines()
			.filter((line) -> line.startsWith(name + " ") || line.startsWith(name + "{"))
			.forEach((line) -> found.add(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
		return (found.size() == 1) ? found.get(0) : null;
	}

	private static List<String> families(String scrape) {
		return scrape.lines().filter((line) -> line.startsWith("# TYPE ")).map((line) -> line.split(" ")[2]).toList();
	}

	@ParameterizedTest
	@CsvSource({ "orders.created, created, created.orders", "orders.info, info, info.orders",
			"orders.bucket, bucket, bucket.orders" })
	void areRefusedWhereAWordIsLost(String name, String suffix, String example) {
		BusinessMetrics metrics = Business.on(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)).metrics();
		assertThatIllegalArgumentException().isThrownBy(() -> metrics.counter(name, "Orders"))
			.withMessage("Business meter '%s' would be 'orders_total' in Prometheus, which reserves the suffix '%s'; "
					+ "rename it, for example to '%s'", name, suffix, example);
		metrics.counter(example, "Orders").increment();
	}

	@Test
	void areRefusedBesideAMeterOfOtherCode() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		registry.counter("orders").increment();
		registry.timer("search");
		BusinessMetrics metrics = Business.on(new CompositeMeterRegistry(Clock.SYSTEM, List.of(registry))).metrics();
		BusinessMetrics direct = Business.on(registry).metrics();
		assertThatIllegalArgumentException().isThrownBy(() -> direct.counter("orders.total", "Orders"))
			.withMessage("Business meter 'orders.total' and meter 'orders' would both be 'orders_total' in Prometheus; "
					+ "rename one of them");
		assertThatIllegalArgumentException().isThrownBy(() -> direct.timer("search.seconds", "Search"));
		direct.counter("orders.placed", "Orders").increment();
		metrics.counter("orders", "Orders").increment();
		assertThat(registry.scrape()).contains("orders_total 2.0", "orders_placed_total 1.0");
	}

	@Test
	void areFreeAgainOnceAGaugeIsClosed() {
		BusinessMetrics metrics = Business.on(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)).metrics();
		metrics.gauge("orders.open", "Orders", () -> 1).close();
		metrics.gauge("orders_open", "Orders", () -> 1);
		assertThatIllegalArgumentException().isThrownBy(() -> metrics.gauge("orders.open", "Orders", () -> 1));
	}

}
