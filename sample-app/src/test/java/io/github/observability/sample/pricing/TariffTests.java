package io.github.observability.sample.pricing;

import io.github.observability.sample.City;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class TariffTests {

	@ParameterizedTest
	@CsvSource({ "Hauptbahnhof, Tempelhof", "a, b", "same, same", "polygenelubricants, polygenelubricants" })
	void distanceIsBoundedAndTheSameInBothDirections(String pickup, String destination) {
		assertThat(Tariff.kilometers(pickup, destination)).isBetween(1, 20)
			.isEqualTo(Tariff.kilometers(destination, pickup));
	}

	@Test
	void priceIsBaseFareAndDistance() {
		int kilometers = Tariff.kilometers("Hauptbahnhof", "Tempelhof");
		assertThat(new Tariff(450, 230).priceOf("Hauptbahnhof", "Tempelhof")).isEqualTo(450 + 230L * kilometers);
	}

	@ParameterizedTest
	@EnumSource(City.class)
	void everyCityHasATariff(City city) {
		assertThat(Tariff.of(city).priceOf("here", "there")).isPositive();
	}

}
