package io.github.observability.business;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(OutputCaptureExtension.class)
class BusinessMetricsTests {

	/** A kind of sum, recorded by 2 with a key. */
	static Stream<Arguments> sums() {
		return Stream.of(sum("quantity", (metrics) -> {
			BusinessQuantity sum = metrics.quantity("sums", "Sums", "km", "city");
			return (key) -> sum.once(key).add(2, "berlin");
		}), sum("amount", (metrics) -> {
			BusinessAmount sum = metrics.amount("sums", "Sums", "city");
			return (key) -> sum.once(key).add(2, Currency.getInstance("EUR"), "berlin");
		}), sum("counter", (metrics) -> {
			BusinessCounter sum = metrics.counter("sums", "Sums", "city");
			return (key) -> sum.once(key).add(2, "berlin");
		}));
	}

	private static Arguments sum(String name, Function<BusinessMetrics, Consumer<@Nullable String>> declaration) {
		return Arguments.argumentSet(name, declaration);
	}

	@ParameterizedTest
	@MethodSource("sums")
	void addsAKeyOnce(Function<BusinessMetrics, Consumer<@Nullable String>> declaration) {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		Business business = Business.on(registry);
		Consumer<@Nullable String> sum = declaration.apply(business.metrics());
		for (int i = 0; i < 3; i++) {
			sum.accept("ride-1");
		}
		sum.accept("ride-2");
		assertThat(business.count("sums", "city", "berlin")).isEqualTo(4);
		assertThat(business.count("observability.business.repeated", "meter", "sums")).isEqualTo(2);
	}

	@ParameterizedTest
	@MethodSource("sums")
	void addsEachTimeWithoutAKey(Function<BusinessMetrics, Consumer<@Nullable String>> declaration) {
		Business business = Business.on(new SimpleMeterRegistry());
		Consumer<@Nullable String> sum = declaration.apply(business.metrics());
		for (String key : Arrays.asList(null, "", " ", null)) {
			sum.accept(key);
		}
		assertThat(business.count("sums", "city", "berlin")).isEqualTo(8);
	}

	private static final Currency EUR = Currency.getInstance("EUR");

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final BusinessMetrics metrics = metrics(3, 5);

	@Test
	void countsByTagValue() {
		BusinessCounter rides = this.metrics.counter("rides.requested", "Rides requested", "city");
		rides.increment("berlin");
		rides.increment("berlin");
		rides.add(5, "paris");
		assertThat(count("rides.requested", "city", "berlin")).isEqualTo(2);
		assertThat(count("rides.requested", "city", "paris")).isEqualTo(5);
	}

	@Test
	void existsFromTheStartWithoutTags() {
		this.metrics.counter("rides.lost", "Rides lost");
		assertThat(count("rides.lost")).isZero();
	}

	@Test
	void returnsTheSameCounterForTheSameDeclaration() {
		this.metrics.counter("rides.requested", "Rides requested", "city").increment("berlin");
		this.metrics.counter("rides.requested", "Rides requested", "city").increment("berlin");
		assertThat(count("rides.requested", "city", "berlin")).isEqualTo(2);
	}

	@Test
	void refusesAnotherDeclarationOfAName() {
		this.metrics.counter("rides.requested", "Rides requested", "city");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.metrics.counter("rides.requested", "Rides requested", "region"))
			.withMessageContaining("rides.requested");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.metrics.gauge("rides.requested", "Rides requested", () -> 1));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.metrics.amount("rides.requested", "Rides requested", "city"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "Rides", "rides requested", "rides..requested", ".rides", "rides.", "9rides",
			"observability.rides" })
	void refusesMalformedNames(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.metrics.counter(name, "Rides"))
			.withMessageContaining("'" + name + "'");
	}

	@Test
	void sumsUpMoneyInMinorUnitsByCurrency() {
		BusinessAmount fares = this.metrics.amount("rides.fares", "Fares", "city");
		fares.add(1250, EUR, "berlin");
		fares.add(1, EUR, "berlin");
		fares.add(900, Currency.getInstance("JPY"), "berlin");
		assertThat(count("rides.fares", "city", "berlin", "currency", "EUR")).isEqualTo(1251);
		assertThat(count("rides.fares", "city", "berlin", "currency", "JPY")).isEqualTo(900);
	}

	@Test
	void takesAQuantityForNoMoney() {
		List<EventOccurrence> trail = new ArrayList<>();
		DefaultBusinessMetrics metrics = Business.on(this.registry, trail::add).metrics();
		DefaultBusinessEvents tours = (DefaultBusinessEvents) metrics.events("tours", "Tours", "city");
		tours.occurred(2.5, (DefaultBusinessCounter) metrics.quantity("tours.km", "Distance", "km", "city"),
				new String[] { "berlin" });
		tours.occurred(1250, EUR, "berlin");
		assertThat(count("tours.km", "city", "berlin")).isEqualTo(2.5);
		assertThat(trail).extracting(EventOccurrence::currency).containsExactly(null, "EUR");
		assertThat(trail.get(1).minorUnits()).isEqualTo(1250);
	}

	@Test
	void exportsPrometheusNames() {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		BusinessMetrics metrics = Business.on(prometheus).metrics();
		metrics.counter("rides.requested", "Rides requested", "city").increment("berlin");
		metrics.amount("rides.fares", "Fares", "city").add(1250, EUR, "berlin");
		metrics.gauge("rides.open", "Rides open", () -> 7);
		assertThat(prometheus.scrape()).contains("# HELP rides_requested_total Rides requested\n")
			.contains("rides_requested_total{city=\"berlin\"} 1.0\n")
			.contains("rides_fares_minor_units_total{city=\"berlin\",currency=\"EUR\"} 1250.0\n")
			.contains("rides_open 7.0\n");
	}

	@Test
	void collapsesValuesPastTheLimitAndKeepsTheTotal(CapturedOutput output) {
		BusinessCounter rides = this.metrics.counter("rides.requested", "Rides requested", "city");
		for (int i = 0; i < 100; i++) {
			rides.increment("city-" + i);
		}
		assertThat(this.registry.get("rides.requested").counters()).hasSize(4);
		assertThat(total("rides.requested")).isEqualTo(100);
		assertThat(count("rides.requested", "city", "other")).isEqualTo(97);
		assertThat(count("observability.business.collapsed", "meter", "rides.requested", "key", "city")).isEqualTo(97);
		assertThat(output.toString().lines().filter((line) -> line.contains("rides.requested"))).hasSize(1);
	}

	@Test
	void collapsesSeriesPastTheLimitAndKeepsTheTotal() {
		BusinessCounter rides = this.metrics.counter("rides.requested", "Rides requested", "city", "tariff");
		for (int i = 0; i < 9; i++) {
			rides.increment("city-" + i % 3, "tariff-" + i / 3);
		}
		assertThat(this.registry.get("rides.requested").counters()).hasSize(6);
		assertThat(total("rides.requested")).isEqualTo(9);
		assertThat(count("rides.requested", "city", "other", "tariff", "other")).isEqualTo(4);
	}

	@Test
	void treatsLongValuesAsOther() {
		this.metrics.counter("rides.requested", "Rides requested", "city").increment("x".repeat(129));
		assertThat(count("rides.requested", "city", "other")).isEqualTo(1);
	}

	@Test
	void countsMissingAndEmptyValuesAsNone() {
		BusinessCounter rides = this.metrics.counter("rides.requested", "Rides requested", "city", "tariff");
		rides.increment("berlin");
		rides.increment("berlin", "");
		rides.increment("berlin", "  ", "too", "many");
		assertThat(count("rides.requested", "city", "berlin", "tariff", "none")).isEqualTo(3);
	}

	@Test
	void doesNotCountNegativeValues() {
		BusinessCounter rides = this.metrics.counter("rides.lost", "Rides lost");
		rides.add(-1);
		rides.add(2);
		assertThat(count("rides.lost")).isEqualTo(2);
		assertThat(count("observability.business.rejected", "meter", "rides.lost", "reason", "negative")).isEqualTo(1);
	}

	@Test
	void keepsLimitsAndTotalsWhenThreadsRace() throws Exception {
		BusinessCounter rides = this.metrics.counter("rides.requested", "Rides requested", "city");
		ExecutorService threads = Executors.newFixedThreadPool(16);
		List<CompletableFuture<Void>> runs = new ArrayList<>();
		for (int thread = 0; thread < 16; thread++) {
			runs.add(CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 1_000; i++) {
					rides.increment("city-" + i % 50);
				}
			}, threads));
		}
		CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
		threads.shutdown();
		assertThat(this.registry.get("rides.requested").counters()).hasSize(4);
		assertThat(total("rides.requested")).isEqualTo(16_000);
	}

	@Test
	void holdsWhatAGaugeMeasures() {
		this.metrics.gauge("rides.open", "Rides open", new AtomicLong(42)::doubleValue);
		System.gc();
		assertThat(this.registry.get("rides.open").gauge().value()).isEqualTo(42);
	}

	@Test
	void removesAClosedGauge() {
		BusinessGauge gauge = this.metrics.gauge("rides.open", "Rides open", () -> 1);
		gauge.close();
		assertThat(this.registry.find("rides.open").gauge()).isNull();
		this.metrics.gauge("rides.open", "Rides open", () -> 2);
		assertThat(this.registry.get("rides.open").gauge().value()).isEqualTo(2);
	}

	private BusinessMetrics metrics(int maxTagValues, int maxSeries) {
		return Business.on(this.registry, "max-tag-values=" + maxTagValues, "max-series=" + maxSeries).metrics();
	}

	private double count(String name, String... tags) {
		return this.registry.get(name).tags(tags).counter().count();
	}

	private double total(String name) {
		return this.registry.get(name).counters().stream().mapToDouble(Counter::count).sum();
	}

}
