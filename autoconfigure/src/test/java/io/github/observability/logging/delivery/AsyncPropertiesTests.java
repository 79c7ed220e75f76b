package io.github.observability.logging.delivery;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;

import static org.assertj.core.api.Assertions.assertThat;

class AsyncPropertiesTests {

	@Test
	void hasTheDefaultsThatBindingHas() {
		assertThat(AsyncProperties.defaults()).isEqualTo(new Binder().bindOrCreate("unset", AsyncProperties.class));
	}

}
