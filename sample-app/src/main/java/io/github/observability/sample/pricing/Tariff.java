package io.github.observability.sample.pricing;

import java.util.Currency;

import io.github.observability.sample.City;

/**
 * Price of a ride in a city: a base fare and a price per kilometer, both in minor units.
 */
record Tariff(long baseFare, long perKilometer) {

	static final Currency CURRENCY = Currency.getInstance("EUR");

	static Tariff of(City city) {
		return switch (city) {
			case BERLIN -> new Tariff(450, 230);
			case LISBON -> new Tariff(325, 115);
			case VIENNA -> new Tariff(400, 180);
		};
	}

	long priceOf(String pickup, String destination) {
		return this.baseFare + this.perKilometer * kilometers(pickup, destination);
	}

	/**
	 * Return a distance of 1 to 20 km that is always the same between the same two
	 * places, in both directions.
	 */
	static int kilometers(String pickup, String destination) {
		return 1 + Math.floorMod(pickup.hashCode() + destination.hashCode(), 20);
	}

}
