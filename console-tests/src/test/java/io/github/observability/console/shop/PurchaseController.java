package io.github.observability.console.shop;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class PurchaseController {

	private final PurchaseRepository purchases;

	private final ProductRepository products;

	PurchaseController(PurchaseRepository purchases, ProductRepository products) {
		this.purchases = purchases;
		this.products = products;
	}

	/** The first fault: the products of each order are loaded one after the other. */
	@GetMapping("/orders")
	List<String> orders() {
		return this.purchases.findAll().stream().map(PurchaseController::text).toList();
	}

	@GetMapping("/orders/{id}")
	String order(@PathVariable long id) {
		return text(find(id));
	}

	@GetMapping("/orders/{id}/products")
	List<String> productsOf(@PathVariable long id) {
		return find(id).getProducts().stream().map(Product::getName).toList();
	}

	@GetMapping("/orders/count")
	long count() {
		return this.purchases.count();
	}

	@GetMapping("/customers/{name}/orders")
	List<String> ordersOf(@PathVariable String name) {
		return this.purchases.findByCustomer(name).stream().map(PurchaseController::text).toList();
	}

	@PostMapping("/orders")
	@Transactional
	String place(@RequestParam long product) {
		Purchase purchase = new Purchase("bob", this.products.findAllById(List.of(product)));
		return String.valueOf(this.purchases.save(purchase).getId());
	}

	@DeleteMapping("/orders/{id}")
	String cancel(@PathVariable long id) {
		this.purchases.deleteById(id);
		return "canceled";
	}

	private Purchase find(long id) {
		return this.purchases.findWithProductsById(id)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	private static String text(Purchase purchase) {
		return purchase.getCustomer() + ": " + purchase.getProducts().size();
	}

}
