package io.github.observability.context;

import io.github.observability.context.propagation.PropagationAutoConfiguration;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class ContextAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ContextAutoConfiguration.class, PropagationAutoConfiguration.class));

	@Test
	void registersAccessors() {
		this.runner.withPropertyValues("observability.context.mdc-keys=tenant").run((context) -> {
			assertThat(context).hasSingleBean(ContextAccessors.class);
			assertThat(ContextRegistry.getInstance().getThreadLocalAccessors()).extracting(ThreadLocalAccessor::key)
				.contains(RequestLogContextAccessor.KEY, MdcKeysAccessor.KEY, TraceContextAccessor.KEY)
				.doesNotHaveDuplicates();
		});
	}

	@Test
	void registersAccessorsWhereBeansAreLazy() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton("contextAccessors")).isTrue());
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("observability.context.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ContextAutoConfiguration.class));
	}

	@Test
	void backsOffWithoutContextPropagation() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.context"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ContextAutoConfiguration.class));
	}

	@Test
	void worksWithoutTracing() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
			.run((context) -> assertThat(context).hasSingleBean(ContextAccessors.class)
				.doesNotHaveBean(TraceContextAccessor.class));
	}

	@Test
	void worksWithoutOpenTelemetry() {
		this.runner.withClassLoader(new FilteredClassLoader("io.opentelemetry"))
			.run((context) -> assertThat(context).hasSingleBean(ContextAccessors.class)
				.doesNotHaveBean(TraceContextAccessor.class));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					observability.context.mdc-keys=traceId         | 'observability.context.mdc-keys' must name an MDC key that is neither blank nor one of [traceId, spanId, requestId, userId], but was 'traceId'
					observability.context.clients.hosts=http://a/b | 'observability.context.clients.hosts' must name hosts without scheme, port and path, such as api.example.org or *.example.org, but was 'http://a/b'
					observability.context.baggage.max-length=0     | 'observability.context.baggage.max-length' must be at least 1, but was 0
					""")
	void namesWrongValues(String property, String message) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage(message));
	}

}
