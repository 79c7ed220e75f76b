package io.github.observability.defaults;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;

import static org.assertj.core.api.Assertions.assertThat;

class DefaultsPropertiesTests {

	@Test
	void hasTheDefaultsThatBindingHas() {
		assertThat(DefaultsProperties.defaults())
			.isEqualTo(new Binder().bindOrCreate("unset", DefaultsProperties.class));
	}

}
