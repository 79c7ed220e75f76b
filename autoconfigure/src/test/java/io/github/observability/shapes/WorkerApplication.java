package io.github.observability.shapes;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * A job that serves nothing and ends by itself.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(FeatureReport.class)
public class WorkerApplication {

	private static final Logger logger = LoggerFactory.getLogger(WorkerApplication.class);

	public static void main(String[] args) {
		SpringApplication.run(WorkerApplication.class, args);
	}

	@Bean
	CommandLineRunner work(ObservationRegistry observations, PrometheusMeterRegistry meters) {
		return (arguments) -> {
			Observation.createNotStarted("work", observations).observe(() -> logger.info(HelloApplication.MESSAGE));
			System.err.println(meters.scrape());
		};
	}

}
