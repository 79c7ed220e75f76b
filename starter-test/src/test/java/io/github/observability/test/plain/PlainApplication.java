package io.github.observability.test.plain;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationExcludeFilter;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A service on plain Boot.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan(excludeFilters = @Filter(type = FilterType.CUSTOM, classes = AutoConfigurationExcludeFilter.class))
class PlainApplication {

	@RestController
	static class Orders {

		private static final Logger logger = LoggerFactory.getLogger(Orders.class);

		private final ObservationRegistry observations;

		private final MeterRegistry meters;

		Orders(ObservationRegistry observations, MeterRegistry meters) {
			this.observations = observations;
			this.meters = meters;
		}

		@GetMapping("/stock/{day}")
		String stock(@PathVariable int day) {
			this.meters.counter("stock.asked.on.day." + day).increment();
			return "some";
		}

		@GetMapping("/orders/{id}")
		String load(@PathVariable String id) {
			return Observation.createNotStarted("orders.load", this.observations).observe(() -> {
				logger.info("Loaded order");
				return id;
			});
		}

	}

}
