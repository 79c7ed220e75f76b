package io.github.observability.business;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class PurchasesTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final Business business = Business.on(this.registry, "price-ranges=10,49.99");

	private final BusinessPurchases purchases = this.business.metrics().purchases("purchases", "Purchases", "shelf");

	@ParameterizedTest
	@CsvSource({ "0, EUR, 0-10", "9.99, EUR, 0-10", "10, EUR, 10-49.99", "49.98, EUR, 10-49.99", "49.99, EUR, 49.99+",
			"9, JPY, 0-10", "10, JPY, 10-49.99", "1000000, EUR, 49.99+" })
	void countsByTheRangeOfThePrice(BigDecimal price, String currency, String range) {
		this.purchases.purchased(price, Currency.getInstance(currency), "books");
		assertThat(this.business.count("purchases", "shelf", "books", "price.range", range)).isEqualTo(1);
		assertThat(this.business.count("purchases.amount", "shelf", "books", "currency", currency))
			.isEqualTo(price.movePointRight(currency.equals("JPY") ? 0 : 2).doubleValue());
	}

	@Test
	void rejectsAPriceBelowZero() {
		this.purchases.purchased(-1, Currency.getInstance("EUR"), "books");
		this.purchases.purchased(1, null, "books");
		assertThat(this.business.rejected("purchases", "negative")).isEqualTo(1);
		assertThat(this.business.rejected("purchases", "unknown_currency")).isEqualTo(1);
	}

	@Test
	void countsAKeyOnce() {
		for (int i = 0; i < 3; i++) {
			this.purchases.once("order-1").purchased(100, Currency.getInstance("EUR"), "books");
		}
		assertThat(this.business.count("purchases")).isEqualTo(1);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " " })
	void countsEachPurchaseWithoutAKey(@Nullable String key) {
		for (int i = 0; i < 3; i++) {
			this.purchases.once(key).purchased(100, Currency.getInstance("EUR"), "books");
		}
		assertThat(this.business.count("purchases")).isEqualTo(3);
		assertThat(this.business.count("purchases.amount")).isEqualTo(300);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0,10", "10,10", "50,10", "-1" })
	void namesWrongRanges(String ranges) {
		assertThat(catchThrowable(() -> Business.properties("price-ranges=" + ranges))).rootCause()
			.hasMessageContaining("'observability.business.price-ranges' must be above 0 and ascend");
	}

	@Test
	void timesAStepAlsoIfItFails() throws Exception {
		BusinessTimer search = this.business.metrics().timer("search", "Search", "city");
		assertThat(search.time(() -> "found", "berlin")).isEqualTo("found");
		assertThat(catchThrowable(() -> search.time(() -> {
			throw new IllegalStateException();
		}, "berlin"))).isInstanceOf(IllegalStateException.class);
		search.record(Duration.ofSeconds(2), "berlin");
		assertThat(this.registry.get("search").tag("city", "berlin").timer().count()).isEqualTo(3);
	}

}
