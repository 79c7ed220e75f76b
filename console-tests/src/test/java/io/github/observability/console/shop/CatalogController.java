package io.github.observability.console.shop;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class CatalogController {

	private final ProductRepository products;

	CatalogController(ProductRepository products) {
		this.products = products;
	}

	@GetMapping("/products")
	List<String> products() {
		return names(this.products.findAll());
	}

	@GetMapping("/products/{id}")
	String product(@PathVariable long id) {
		return find(id).getName();
	}

	@GetMapping("/products/{id}/price")
	long price(@PathVariable long id) {
		return find(id).getPrice();
	}

	@PostMapping("/products")
	String add(@RequestParam String name) {
		return String.valueOf(this.products.save(new Product(name, "new", 1)).getId());
	}

	@PutMapping("/products/{id}")
	@Transactional
	String change(@PathVariable long id, @RequestParam long price) {
		find(id).setPrice(price);
		return "changed";
	}

	@DeleteMapping("/products/{id}")
	String remove(@PathVariable long id) {
		this.products.deleteById(id);
		return "removed";
	}

	@GetMapping("/categories")
	List<String> categories() {
		return this.products.findCategories();
	}

	@GetMapping("/categories/{name}")
	List<String> category(@PathVariable String name) {
		return names(this.products.findByCategory(name));
	}

	@GetMapping("/search")
	List<String> search(@RequestParam String q) {
		return names(this.products.findByNameContaining(q));
	}

	private Product find(long id) {
		return this.products.findById(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	private static List<String> names(List<Product> products) {
		return products.stream().map(Product::getName).toList();
	}

}
