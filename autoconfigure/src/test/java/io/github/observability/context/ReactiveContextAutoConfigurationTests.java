package io.github.observability.context;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class ReactiveContextAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations
		.of(ServletContextAutoConfiguration.class, ReactiveContextAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void registersDecoratorAndFilter() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(RequestLogContextDecorator.class)
			.hasSingleBean(ReactiveUserIdFilter.class)
			.doesNotHaveBean(ServletContextAutoConfiguration.class));
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("observability.context.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ReactiveContextAutoConfiguration.class)
				.doesNotHaveBean(RequestLogContextDecorator.class)
				.doesNotHaveBean(ReactiveUserIdFilter.class));
	}

	@Test
	void hasNoUserIdWhenDisabled() {
		this.runner.withPropertyValues("observability.context.user-id.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ReactiveUserIdResolver.class)
				.doesNotHaveBean(ReactiveUserIdFilter.class)
				.hasSingleBean(RequestLogContextDecorator.class));
	}

	@Test
	void usesOwnUserIdResolver() {
		ReactiveUserIdResolver own = (exchange) -> Mono.just("own");
		this.runner.withBean(ReactiveUserIdResolver.class, () -> own)
			.run((context) -> assertThat(context.getBean(ReactiveUserIdResolver.class)).isSameAs(own));
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.web.reactive", "reactor", "io.micrometer.context" })
	void backsOffWithout(String library) {
		this.runner.withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ReactiveContextAutoConfiguration.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jakarta.servlet", "io.micrometer.tracing", "org.springframework.security" })
	void worksWithout(String library) {
		this.runner.withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context).hasSingleBean(RequestLogContextDecorator.class));
	}

	@Test
	void leavesServletApplicationsWithoutReactorAlone() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withClassLoader(new FilteredClassLoader("reactor", "org.reactivestreams", "io.micrometer.context",
					"org.springframework.web.reactive", "org.springframework.http.server.reactive"))
			.run((context) -> assertThat(context).hasBean("requestLogContextFilter"));
	}

	@Test
	void backsOffOutsideAReactiveApplication() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(ReactiveContextAutoConfiguration.class));
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(ReactiveContextAutoConfiguration.class));
	}

	@Test
	void namesWrongValues() {
		this.runner.withPropertyValues("observability.context.headers.X-Tenant=traceId")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'observability.context.headers.X-Tenant'"));
	}

}
