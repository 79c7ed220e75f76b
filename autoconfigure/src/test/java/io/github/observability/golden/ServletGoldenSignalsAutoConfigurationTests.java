package io.github.observability.golden;

import java.util.Collection;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.web.filter.ServerHttpObservationFilter;

import static org.assertj.core.api.Assertions.assertThat;

class ServletGoldenSignalsAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(MetricsAutoConfiguration.class,
			ObservationAutoConfiguration.class, GoldenSignalsAutoConfiguration.class,
			ServletGoldenSignalsAutoConfiguration.class, WebMvcObservationAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS)
		.withBean(SimpleMeterRegistry.class);

	@Test
	void replacesBootsFilterAtTheSamePlace() {
		this.runner.run((context) -> {
			FilterRegistrationBean<?> registration = registration(context);
			assertThat(registration.getFilter()).isInstanceOf(ServletGoldenSignalsFilter.class);
			assertThat(registration.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE + 1);
		});
	}

	@Test
	void usesOwnFilter() {
		this.runner.withUserConfiguration(OwnFilter.class)
			.run((context) -> assertThat(registration(context).getFilter())
				.isExactlyInstanceOf(ServerHttpObservationFilter.class));
	}

	@Test
	void leavesBootsFilterWhenDisabled() {
		this.runner.withPropertyValues("observability.golden.enabled=false").run((context) -> {
			assertThat(registration(context).getFilter()).isExactlyInstanceOf(ServerHttpObservationFilter.class);
			assertThat(context).doesNotHaveBean(RequestMeterHandler.class);
		});
	}

	@Test
	void hasNoMetersWithoutARegistry() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS).run((context) -> {
			assertThat(registration(context).getFilter()).isInstanceOf(ServletGoldenSignalsFilter.class);
			assertThat(context).doesNotHaveBean(InFlightRequests.class);
		});
	}

	@Test
	void backsOffOutsideAServletApplication() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).doesNotHaveBean(ServletGoldenSignalsAutoConfiguration.class));
	}

	@Test
	void recordsWithoutSpringMvc() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet"))
			.run((context) -> assertThat(registration(context, "goldenSignalsFilter").getFilter())
				.isInstanceOf(ServletGoldenSignalsFilter.class));
	}

	@Test
	void surroundsForwardsAndIncludesUnlessTheFilterIsTheUsers() {
		this.runner
			.run((context) -> assertThat(registration(context, "nestedDispatchFilter").determineDispatcherTypes())
				.containsExactlyInAnyOrder(DispatcherType.FORWARD, DispatcherType.INCLUDE));
		this.runner.withUserConfiguration(OwnFilter.class)
			.run((context) -> assertThat(context).doesNotHaveBean("nestedDispatchFilter"));
	}

	@Test
	void followsTheNameOfTheObservation() {
		this.runner.withPropertyValues("management.observations.http.server.requests.name=inbound")
			.run((context) -> assertThat(context.getBean(SimpleMeterRegistry.class)
				.get("inbound.active")
				.tag("method", "GET")
				.gauge()
				.value()).isZero());
	}

	private static FilterRegistrationBean<?> registration(AssertableWebApplicationContext context) {
		Collection<? extends FilterRegistrationBean<?>> registrations = context
			.<FilterRegistrationBean<?>>getBeanProvider(ResolvableType
				.forClassWithGenerics(FilterRegistrationBean.class, ServerHttpObservationFilter.class))
			.stream()
			.toList();
		assertThat(registrations).hasSize(1);
		return registrations.iterator().next();
	}

	private static FilterRegistrationBean<?> registration(AssertableWebApplicationContext context, String name) {
		return context.getBean(name, FilterRegistrationBean.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFilter {

		@Bean
		FilterRegistrationBean<ServerHttpObservationFilter> ownFilter(ObservationRegistry registry) {
			return new FilterRegistrationBean<>(new ServerHttpObservationFilter(registry));
		}

	}

}
