package io.github.observability.logging.masking;

import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;

import static org.assertj.core.api.Assertions.assertThat;

class MaskingRuntimeHintsTests {

	@Test
	void isFoundByAotProcessing() {
		assertThat(AotServices.factories().load(RuntimeHintsRegistrar.class))
			.hasAtLeastOneElementOfType(MaskingRuntimeHints.class);
	}

	@Test
	void letsSettingsBeBoundBeforeThereAreBeans() {
		RuntimeHints hints = new RuntimeHints();
		new MaskingRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(MaskingProperties.class.getDeclaredConstructors()[0])).accepts(hints);
	}

}
