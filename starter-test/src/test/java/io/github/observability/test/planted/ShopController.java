package io.github.observability.test.planted;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the shop asks of itself.
 */
@RestController
class ShopController {

	@GetMapping("/stock/{item}")
	String stock(@PathVariable String item) {
		return item;
	}

}
