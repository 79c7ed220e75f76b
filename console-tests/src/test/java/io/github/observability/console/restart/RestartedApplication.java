package io.github.observability.console.restart;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Says hello, and by which class loader it was loaded.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class RestartedApplication {

	/**
	 * Run the application.
	 * @param args the arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(RestartedApplication.class, args);
	}

	@RestController
	static class HelloController {

		private static final Logger logger = LoggerFactory.getLogger(HelloController.class);

		@GetMapping("/hello")
		String hello() {
			logger.info("Hello from a controller");
			return String.valueOf(System.identityHashCode(getClass()));
		}

	}

}
