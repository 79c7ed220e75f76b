package io.github.observability.business;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.observability.testing.OutputLines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is recorded, the business goes on; what is not valid is counted as such and
 * said once.
 */
@ExtendWith(OutputCaptureExtension.class)
class BadInputTests {

	private static final Currency EUR = Currency.getInstance("EUR");

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final Business business = Business.on(this.registry);

	private final BusinessEvents events = this.business.metrics().events("rides", "Rides", "city");

	static Stream<Arguments> amounts() {
		return Stream.of(amount("negative", (rides) -> rides.occurred(-1, EUR, "berlin")),
				amount("negative", (rides) -> rides.occurred(new BigDecimal("-0.01"), EUR, "berlin")),
				amount("overflow", (rides) -> rides.occurred(Long.MAX_VALUE, EUR, "berlin")),
				amount("overflow", (rides) -> rides.occurred(new BigDecimal("1E+1000000000"), EUR, "berlin")),
				amount("overflow", (rides) -> rides.occurred(new BigDecimal("92233720368547758.08"), EUR, "berlin")),
				amount("fraction", (rides) -> rides.occurred(new BigDecimal("12.505"), EUR, "berlin")),
				amount("fraction",
						(rides) -> rides.occurred(new BigDecimal("0.5"), Currency.getInstance("JPY"), "berlin")),
				amount("unknown_currency", (rides) -> rides.occurred(1, Currency.getInstance("XXX"), "berlin")),
				amount("unknown_currency", (rides) -> rides.occurred(1, null, "berlin")),
				amount("not_a_number", (rides) -> rides.occurred((BigDecimal) null, EUR, "berlin")));
	}

	private static Arguments amount(String reason, Consumer<BusinessEvents> call) {
		return Arguments.of(reason, call);
	}

	@ParameterizedTest
	@MethodSource("amounts")
	void rejectsAnEventWithSuchAnAmountAndSaysSoOnce(String reason, Consumer<BusinessEvents> call,
			CapturedOutput output) {
		call.accept(this.events);
		call.accept(this.events);
		assertThat(this.business.rejected("rides", reason)).isEqualTo(2);
		assertThat(this.registry.find("rides").counters()).allMatch((counter) -> counter.count() == 0);
		assertThat(this.registry.find("rides.amount").counters()).allMatch((counter) -> counter.count() == 0);
		assertThat(output.toString().lines().filter((line) -> line.contains("rejected"))).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "NaN, not_a_number", "Infinity, infinite", "-Infinity, infinite", "-0.1, negative",
			"1e300, overflow" })
	void rejectsSuchAQuantity(double quantity, String reason) {
		BusinessQuantity distance = this.business.metrics().quantity("rides.distance", "Distance", "km");
		distance.add(quantity);
		distance.add(12.5);
		assertThat(this.business.rejected("rides.distance", reason)).isEqualTo(1);
		assertThat(this.business.count("rides.distance")).isEqualTo(12.5);
	}

	@ParameterizedTest
	@CsvSource({ "12.50, EUR, 1250", "12.5, EUR, 1250", "1E+3, EUR, 100000", "900, JPY, 900", "0.001, KWD, 1",
			"0, EUR, 0", "0.0000, EUR, 0" })
	void convertsWhatIsExactInMinorUnits(BigDecimal amount, String currency, double minorUnits) {
		this.events.occurred(amount, Currency.getInstance(currency), "berlin");
		assertThat(this.business.count("rides")).isEqualTo(1);
		assertThat(this.business.count("rides.amount", "currency", currency)).isEqualTo(minorUnits);
	}

	@Test
	void stopsASumWhereItWouldNotBeExactAnyMore() {
		BusinessAmount fares = this.business.metrics().amount("fares", "Fares");
		fares.add(Amounts.MAX_EXACT - 1, EUR);
		fares.add(1, EUR);
		fares.add(2, EUR);
		assertThat(this.business.count("fares", "currency", "EUR")).isEqualTo(Amounts.MAX_EXACT);
		assertThat(this.business.rejected("fares", "overflow")).isEqualTo(1);
	}

	@Test
	void countsANullTagAsNoneAndTheValueAsRejected() {
		this.events.occurred((String) null);
		this.events.occurred((String[]) null);
		assertThat(this.business.count("rides", "city", "none")).isEqualTo(2);
		assertThat(this.business.rejected("rides", "null_tag")).isEqualTo(1);
	}

	@Test
	void rejectsADurationBelowZero() {
		this.business.metrics().timer("search", "Search").record(Duration.ofMillis(-1));
		assertThat(this.business.rejected("search", "negative")).isEqualTo(1);
		assertThat(this.registry.get("search").timer().count()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ada@example.org", "+49 30 1234567", "192.168.10.21", "2001:db8::ff00:42:8329",
			"7f3b0e1c-2d4a-4c1e-9b1a-0123456789ab", "please bring a child seat along", "ride-1234567", "a\nb" })
	void countsPersonalDataAndFreeTextAsOther(String value) {
		this.events.occurred(value);
		this.events.occurred("New York City");
		assertThat(this.business.count("rides", "city", "other")).isEqualTo(1);
		assertThat(this.business.count("rides", "city", "New York City")).isEqualTo(1);
		assertThat(this.registry.getMeters()).noneMatch((meter) -> meter.getId().toString().contains(value));
	}

	@ParameterizedTest
	@ValueSource(strings = { "user.id", "user", "userid", "email", "customer.email", "customer_id", "session.id",
			"comment", "id" })
	void countsAllValuesOfATagByPersonAsOther(String key, CapturedOutput output) {
		BusinessCounter counter = this.business.metrics().counter("logins", "Logins", key);
		counter.increment("ada");
		counter.increment("bob");
		assertThat(this.business.count("logins", key, "other")).isEqualTo(2);
		assertThat(OutputLines.with(output, "has the tag '" + key + "'")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "user.segment", "paid", "valid", "city", "customer.tier", "payment.provider",
			"device.driver", "jdbc.driver", "vehicle.rider" })
	void takesTagsByCategory(String key) {
		this.business.metrics().counter("logins", "Logins", key).increment("gold");
		assertThat(this.business.count("logins", key, "gold")).isEqualTo(1);
	}

	@Test
	void countsATagByAConfiguredPersonAsOther() {
		Business business = Business.on(new SimpleMeterRegistry(), "personal-tags=Rider,driver");
		business.metrics().counter("rides", "Rides", "rider", "driverid", "driver.tier").increment("ada", "b", "gold");
		assertThat(business.count("rides", "rider", "other", "driverid", "other", "driver.tier", "gold")).isEqualTo(1);
	}

	@Test
	void takesATagThatIsAllowed() {
		Business allowing = Business.on(new SimpleMeterRegistry(), "allowed-tags=user.id");
		allowing.metrics().counter("logins", "Logins", "user.id").increment("user-1234567");
		assertThat(allowing.count("logins", "user.id", "user-1234567")).isEqualTo(1);
	}

}
