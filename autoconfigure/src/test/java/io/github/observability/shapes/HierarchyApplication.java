package io.github.observability.shapes;

import java.time.Clock;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;

/**
 * A service whose context has a parent with beans of the user's.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
public class HierarchyApplication {

	public static void main(String[] args) {
		startBelow(HierarchyApplication.class, args);
	}

	static void startBelow(Class<?> parent, String[] args) {
		new SpringApplicationBuilder(parent).web(WebApplicationType.NONE)
			.child(HelloApplication.class)
			.web(WebApplicationType.SERVLET)
			.run(args);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
