package io.github.observability.test;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.observability.BootNames;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.ClassUtils;

/**
 * Adds the recording of spans to the application under test. All of them are equal, so
 * that tests share their contexts.
 */
final class ObservabilityContextCustomizer implements ContextCustomizer {

	private static final String PROPERTIES = "observabilityTest";

	private static final Set<String> OF_THE_TEST = Set.of("Inlined Test Properties", "Dynamic Test Properties");

	private static final boolean TRACING = ClassUtils.isPresent(BootNames.TRACER_PROVIDER_CUSTOMIZER,
			ObservabilityContextCustomizer.class.getClassLoader());

	private static final boolean OBSERVATIONS = ClassUtils.isPresent(
			"io.micrometer.tracing.handler.TracingObservationHandler",
			ObservabilityContextCustomizer.class.getClassLoader());

	@Override
	public void customizeContext(ConfigurableApplicationContext context,
			MergedContextConfiguration mergedContextConfiguration) {
		MutablePropertySources sources = context.getEnvironment().getPropertySources();
		add(sources, new MapPropertySource(PROPERTIES, properties()));
		if (TRACING) {
			Recording.register(context.getBeanFactory());
		}
	}

	/**
	 * Above the files of the application, below what the test says itself.
	 */
	private static void add(MutablePropertySources sources, MapPropertySource properties) {
		String above = null;
		for (PropertySource<?> source : sources) {
			if (OF_THE_TEST.contains(source.getName())) {
				above = source.getName();
			}
		}
		if (above != null) {
			sources.addAfter(above, properties);
			return;
		}
		sources.addFirst(properties);
	}

	private static Map<String, Object> properties() {
		return Map.of("management.tracing.sampling.probability", "1.0",
				// A test may end more spans than a queue holds before it asks for them.
				"management.opentelemetry.tracing.export.max-queue-size", "65536",
				"management.tracing.export.otlp.enabled", "false", "management.tracing.export.zipkin.enabled", "false",
				"management.prometheus.metrics.export.enabled", "true");
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other != null && getClass() == other.getClass();
	}

	@Override
	public int hashCode() {
		return getClass().hashCode();
	}

	/**
	 * Loaded where Boot configures OpenTelemetry.
	 */
	private static final class Recording {

		static void register(ConfigurableListableBeanFactory factory) {
			RecordedSpans spans = new RecordedSpans(new SpanOrigins(() -> packages(factory)));
			BeanDefinitionRegistry registry = (BeanDefinitionRegistry) factory;
			registry.registerBeanDefinition("observabilityTestRecordedSpans",
					BeanDefinitionBuilder.genericBeanDefinition(RecordedSpans.class, () -> spans).getBeanDefinition());
			if (OBSERVATIONS) {
				registry.registerBeanDefinition("observabilityTestOpenObservations",
						new RootBeanDefinition(OpenObservations.class));
			}
			// Added after the processors that are beans.
			registry.registerBeanDefinition("observabilityTestTracerProviderCustomizer",
					BeanDefinitionBuilder
						.genericBeanDefinition(SdkTracerProviderBuilderCustomizer.class,
								() -> (builder) -> builder.addSpanProcessor(spans.new Listener()))
						.getBeanDefinition());
			registry.registerBeanDefinition("observabilityTestSpanExporter",
					BeanDefinitionBuilder
						.genericBeanDefinition(RecordingSpanExporter.class, () -> new RecordingSpanExporter(spans))
						.getBeanDefinition());
		}

		private static List<String> packages(ConfigurableListableBeanFactory factory) {
			return AutoConfigurationPackages.has(factory) ? AutoConfigurationPackages.get(factory) : List.of();
		}

	}

}
