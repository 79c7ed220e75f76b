package io.github.observability.console.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

@Entity
class Product {

	@Id
	@GeneratedValue
	private @Nullable Long id;

	private String name;

	private String category;

	private long price;

	Product() {
		this("", "", 0);
	}

	Product(String name, String category, long price) {
		this.name = name;
		this.category = category;
		this.price = price;
	}

	@Nullable Long getId() {
		return this.id;
	}

	String getName() {
		return this.name;
	}

	long getPrice() {
		return this.price;
	}

	void setPrice(long price) {
		this.price = price;
	}

}
