package io.github.observability.cost;

import org.jspecify.annotations.Nullable;

/**
 * An entity, mapped by {@code orm.xml}: JPA is not on the class path of the tests.
 */
public class Journey {

	private @Nullable Long id;

	private String city = "";

	protected Journey() {
	}

	Journey(String city) {
		this.city = city;
	}

	public @Nullable Long getId() {
		return this.id;
	}

	public String getCity() {
		return this.city;
	}

}
