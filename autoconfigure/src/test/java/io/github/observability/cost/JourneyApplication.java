package io.github.observability.cost;

import java.util.List;

import io.github.observability.shapes.FeatureReport;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A plain service with Spring Data JPA, which explodes when it is told to.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@AutoConfigurationPackage
@Import({ JourneyApplication.JourneyController.class, FeatureReport.class })
public class JourneyApplication {

	static final int OFFENDERS_OF_A_KIND = 10;

	public static void main(String[] args) {
		SpringApplication.run(JourneyApplication.class, args);
	}

	@RestController
	static class JourneyController {

		private static final Logger logger = LoggerFactory.getLogger(JourneyController.class);

		private final JourneyRepository journeys;

		private final MeterRegistry registry;

		JourneyController(JourneyRepository journeys, MeterRegistry registry) {
			this.journeys = journeys;
			this.registry = registry;
		}

		@GetMapping("/journeys/to/{city}")
		int start(@PathVariable String city) {
			Journey journey = this.journeys.save(new Journey(city));
			logger.info("Journey {} to {}", journey.getId(), city);
			return this.journeys.findByCity(city).size();
		}

		@GetMapping("/plant")
		List<String> plant() {
			for (int i = 0; i < OFFENDERS_OF_A_KIND; i++) {
				new ManyValues().record(this.registry, "planted.values." + i);
				new ManyCombinations().record(this.registry, "planted.combinations." + i);
			}
			return List.of(ManyValues.class.getName(), ManyCombinations.class.getName());
		}

	}

	/** Puts an id into a tag. */
	static final class ManyValues {

		void record(MeterRegistry registry, String meter) {
			for (int user = 0; user < 150; user++) {
				registry.counter(meter, "city", "Graz", "user", "u-" + user).increment();
			}
		}

	}

	/** Has tags with few values each, which multiply. */
	static final class ManyCombinations {

		void record(MeterRegistry registry, String meter) {
			for (int i = 0; i < 1_100; i++) {
				registry.counter(meter, "driver", "d-" + i % 11, "rider", "r-" + i / 11 % 10, "zone", "z-" + i / 110)
					.increment();
			}
		}

	}

}
