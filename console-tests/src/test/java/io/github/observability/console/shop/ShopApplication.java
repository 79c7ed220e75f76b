package io.github.observability.console.shop;

import java.util.List;
import java.util.stream.IntStream;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * A shop with 22 routes and four faults planted: a query in a loop, a pool that is too
 * small, a thread that nobody gave the trace, a secret in a URL.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class ShopApplication {

	@Bean
	static ApplicationRunner stock(ProductRepository products, PurchaseRepository purchases) {
		return (arguments) -> {
			List<Product> all = IntStream.rangeClosed(1, 10)
				.mapToObj((id) -> products.save(new Product("Product " + id, (id % 2 == 0) ? "books" : "music", id)))
				.toList();
			for (int i = 0; i < 6; i++) {
				purchases.save(new Purchase("ada", List.of(all.get(i), all.get(i + 1))));
			}
		};
	}

}
