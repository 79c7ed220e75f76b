package io.github.observability.logging;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;

import static org.assertj.core.api.Assertions.assertThat;

class LoggingPropertiesTests {

	@Test
	void hasTheDefaultsThatBindingHas() {
		assertThat(LoggingProperties.defaults()).isEqualTo(new Binder().bindOrCreate("unset", LoggingProperties.class));
	}

}
