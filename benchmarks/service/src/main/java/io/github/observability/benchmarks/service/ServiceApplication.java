package io.github.observability.benchmarks.service;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A small service that knows nothing of telemetry.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class ServiceApplication {

	/**
	 * Start the service.
	 * @param args properties as arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(ServiceApplication.class, args);
	}

}
