package io.github.observability.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Finds {@link ObservabilityTest}.
 */
final class ObservabilityContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		boolean present = TestContextAnnotationUtils.hasAnnotation(testClass, ObservabilityTest.class);
		return present ? new ObservabilityContextCustomizer() : null;
	}

}
