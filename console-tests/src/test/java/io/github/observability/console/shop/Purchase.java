package io.github.observability.console.shop;

import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToMany;
import org.jspecify.annotations.Nullable;

@Entity
class Purchase {

	@Id
	@GeneratedValue
	private @Nullable Long id;

	private String customer;

	@ManyToMany
	private List<Product> products;

	Purchase() {
		this("", new ArrayList<>());
	}

	Purchase(String customer, List<Product> products) {
		this.customer = customer;
		this.products = products;
	}

	@Nullable Long getId() {
		return this.id;
	}

	String getCustomer() {
		return this.customer;
	}

	List<Product> getProducts() {
		return this.products;
	}

}
