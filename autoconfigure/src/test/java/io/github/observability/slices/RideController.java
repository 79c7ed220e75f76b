package io.github.observability.slices;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A controller of a user's.
 */
@RestController
class RideController {

	private static final Logger logger = LoggerFactory.getLogger(RideController.class);

	@GetMapping("/rides")
	String rides() {
		logger.info("Listing rides");
		return "none";
	}

}
