package io.github.observability;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Provides {@link RecordedNames}. Each auto-configuration that reads what was recorded
 * imports it.
 */
@Configuration(proxyBeanMethods = false)
public class RecordedNamesConfiguration {

	RecordedNamesConfiguration() {
	}

	@Bean
	static RecordedNames recordedNames(ApplicationContext context) {
		return RecordedNames.of(context);
	}

}
