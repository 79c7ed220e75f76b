package io.github.observability.business;

import java.util.Currency;

import io.github.observability.InvalidSettingException;
import io.github.observability.testing.OutputLines;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

@ExtendWith(OutputCaptureExtension.class)
class DeclaredMeterTests {

	private static final String[] RIDES = { "meters.rides-requested.description=Rides requested",
			"meters.rides-requested.tags.city=berlin,lisbon", "meters.rides-requested.tags.segment=new,regular" };

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void existsAtZeroFromTheStart() {
		Business.on(this.registry, RIDES);
		assertThat(this.registry.get("rides.requested").counters()).hasSize(4)
			.allMatch((counter) -> counter.count() == 0);
	}

	@Test
	void hasANameAndAUnitOfItsOwn() {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		Business.on(prometheus, "meters.distance.name=rides.distance", "meters.distance.unit=km",
				"meters.distance.description=Distance", "meters.fares.unit=money",
				"meters.fares.tags.currency=EUR,USD");
		assertThat(prometheus.scrape()).contains("# HELP rides_distance_km_total Distance\n")
			.contains("rides_distance_km_total 0.0\n")
			.contains("fares_minor_units_total{currency=\"EUR\"} 0.0\n")
			.contains("fares_minor_units_total{currency=\"USD\"} 0.0\n");
	}

	@Test
	void takesItsTagsInTheOrderOfTheCode() {
		Business business = Business.on(this.registry, RIDES);
		business.metrics().counter("rides.requested", "Rides requested", "segment", "city").increment("new", "berlin");
		business.metrics().counter("rides.requested", "Rides requested", "city", "segment").increment("berlin", "new");
		assertThat(business.count("rides.requested", "city", "berlin", "segment", "new")).isEqualTo(2);
	}

	@Test
	void collapsesAValueThatIsNotDeclaredAndSaysSoOnce(CapturedOutput output) {
		Business business = Business.on(this.registry, RIDES);
		BusinessCounter rides = business.metrics().counter("rides.requested", "Rides requested", "city", "segment");
		rides.increment("paris", "new");
		rides.increment("paris", "new");
		rides.increment("berlin", "new");
		assertThat(business.count("rides.requested", "city", "other", "segment", "new")).isEqualTo(2);
		assertThat(total()).isEqualTo(3);
		assertThat(business.count("observability.business.collapsed", "meter", "rides.requested", "key", "city"))
			.isEqualTo(2);
		assertThat(OutputLines.with(output, "received an undeclared value")).hasSize(1);
	}

	@Test
	void leavesOutAKeyThatIsNotDeclaredAndSaysSoOnce(CapturedOutput output) {
		Business business = Business.on(this.registry, RIDES);
		BusinessCounter rides = business.metrics().counter("rides.requested", "Rides requested", "city", "weather");
		rides.increment("berlin", "rain");
		rides.increment("berlin", "sun");
		assertThat(business.count("rides.requested", "city", "berlin", "segment", "none")).isEqualTo(2);
		assertThat(total()).isEqualTo(2);
		assertThat(OutputLines.with(output, "is used with the tags [city, weather]")).hasSize(1);
	}

	@Test
	void failsInStrictModeAndCountsNothing() {
		String[] strict = { RIDES[0], RIDES[1], RIDES[2], "strict=true" };
		BusinessMetrics metrics = Business.on(this.registry, strict).metrics();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> metrics.counter("rides.requested", "Rides requested", "city", "weather"))
			.withMessageContaining("weather");
		BusinessCounter rides = metrics.counter("rides.requested", "Rides requested", "city", "segment");
		assertThatIllegalArgumentException().isThrownBy(() -> rides.increment("paris", "new"))
			.withMessageContaining("paris");
		assertThatIllegalArgumentException().isThrownBy(() -> metrics.counter("logins", "Logins", "user.id"))
			.withMessageContaining("'observability.business.allowed-tags'");
		assertThat(total()).isZero();
	}

	@Test
	void countsMoneyThatIsDeclared() {
		Business business = Business.on(this.registry, "meters.fares.unit=money", "meters.fares.tags.currency=EUR");
		BusinessAmount fares = business.metrics().amount("fares", "Fares");
		fares.add(1250, Currency.getInstance("EUR"));
		fares.add(900, Currency.getInstance("JPY"));
		assertThat(business.count("fares", "currency", "EUR")).isEqualTo(1250);
		assertThat(business.count("fares", "currency", "other")).isEqualTo(900);
	}

	@Test
	void refusesNamesThatBecomeOneInPrometheus() {
		BusinessMetrics metrics = Business.on(this.registry, RIDES).metrics();
		assertThatIllegalArgumentException().isThrownBy(() -> metrics.counter("rides_requested", "Rides"))
			.withMessage("Business meters 'rides.requested' and 'rides_requested' would both be "
					+ "'rides_requested_total' in Prometheus; rename one of them");
		assertThatIllegalArgumentException().isThrownBy(() -> metrics.gauge("rides.requested.total", "Rides", () -> 1));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Business.on(new SimpleMeterRegistry(), "meters.a.name=x.y", "meters.b.name=x_y"))
			.isInstanceOf(InvalidSettingException.class)
			.withMessageContaining("'observability.business.meters.")
			.withMessageContaining("would both be 'x_y_total' in Prometheus");
	}

	@Test
	void refusesADeclarationThatMakesTooManySeries() {
		assertThat(catchThrowable(() -> Business.on(this.registry, "max-series=3", RIDES[1], RIDES[2]))).rootCause()
			.hasMessageContaining("'observability.business.meters.rides-requested.tags' make more than 3 series");
	}

	@Test
	void refusesADeclaredTagByPersonWithoutValues() {
		assertThat(catchThrowable(() -> Business.on(this.registry, "meters.logins.tags[user.id]="))).rootCause()
			.hasMessageContaining("'observability.business.meters.logins.tags.user.id'")
			.hasMessageContaining("tag 'user.id' identifies a person");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					meters.Rides.unit=km                  | 'observability.business.meters.Rides' is invalid: Name 'Rides'
					meters.rides.name=observability.rides | 'observability.business.meters.rides' is invalid: Name 'observability.rides'
					meters.rides.unit=Kilo Meter          | 'observability.business.meters.rides' is invalid: Unit 'Kilo Meter'
					meters.rides.tags.City=a              | 'observability.business.meters.rides' is invalid: Tag key 'City'
					meters.rides.tags.le=a                | 'observability.business.meters.rides' is invalid: Tag key 'le'
					meters.rides.tags.city=a,b,a          | 'observability.business.meters.rides.tags.city' must list each value once, but was a, b, a
					""")
	void namesAWrongSetting(String setting, String message) {
		assertThat(catchThrowable(() -> Business.properties(setting))).hasStackTraceContaining(message);
	}

	@Test
	void refusesTagsThatBecomeOneLabel() {
		BusinessMetrics metrics = Business.on(this.registry).metrics();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> metrics.counter("rides", "Rides", "pickup.city", "pickup_city"))
			.withMessageContaining("'pickup_city' twice");
	}

	private double total() {
		return this.registry.get("rides.requested").counters().stream().mapToDouble(Counter::count).sum();
	}

}
