package io.github.observability.logging.masking;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;

import static org.assertj.core.api.Assertions.assertThat;

class MaskingPropertiesTests {

	@Test
	void hasTheDefaultsThatBindingHas() {
		assertThat(MaskingProperties.defaults()).isEqualTo(new Binder().bindOrCreate("unset", MaskingProperties.class));
	}

}
