package io.github.observability.golden;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxObservationAutoConfiguration;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;

import static org.assertj.core.api.Assertions.assertThat;

class ReactiveGoldenSignalsAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(MetricsAutoConfiguration.class,
			ObservationAutoConfiguration.class, GoldenSignalsAutoConfiguration.class,
			ServletGoldenSignalsAutoConfiguration.class, ReactiveGoldenSignalsAutoConfiguration.class,
			WebFluxObservationAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS)
		.withBean(SimpleMeterRegistry.class);

	@Test
	void recordsTheObservationOfWebFlux() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(RequestMeterHandler.class)
			.hasSingleBean(ReactiveGoldenSignalsFilter.class)
			.hasSingleBean(ReactiveHandledError.ResultHandler.class)
			.doesNotHaveBean(ServletGoldenSignalsAutoConfiguration.class));
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("observability.golden.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ReactiveGoldenSignalsAutoConfiguration.class)
				.doesNotHaveBean(RequestMeterHandler.class)
				.doesNotHaveBean(ReactiveGoldenSignalsFilter.class));
	}

	@Test
	void usesOwnConvention() {
		ServerRequestObservationConvention own = new DefaultServerRequestObservationConvention("own");
		this.runner.withBean(ServerRequestObservationConvention.class, () -> own)
			.run((context) -> assertThat(context.getBean(ServerRequestObservationConvention.class)).isSameAs(own));
	}

	@Test
	void hasNoMetersWithoutARegistry() {
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).hasSingleBean(ReactiveGoldenSignalsFilter.class)
				.doesNotHaveBean(InFlightRequests.class));
	}

	@Test
	void backsOffOutsideAWebApplication() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).doesNotHaveBean(ReactiveGoldenSignalsAutoConfiguration.class));
	}

	@Test
	void backsOffInAServletApplication() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).doesNotHaveBean(ReactiveGoldenSignalsAutoConfiguration.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.web.reactive", "reactor" })
	void backsOffWithout(String library) {
		this.runner.withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ReactiveGoldenSignalsAutoConfiguration.class));
	}

	@Test
	void worksWithoutTheServletApi() {
		this.runner
			.withClassLoader(new FilteredClassLoader("jakarta.servlet", "org.springframework.web.servlet",
					"org.springframework.boot.web.servlet"))
			.run((context) -> assertThat(context).hasSingleBean(RequestMeterHandler.class));
	}

	@Test
	void leavesServletApplicationsWithoutReactorAlone() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withBean(SimpleMeterRegistry.class)
			.withClassLoader(new FilteredClassLoader("reactor", "org.reactivestreams",
					"org.springframework.web.reactive", "org.springframework.http.server.reactive"))
			.run((context) -> assertThat(context).hasSingleBean(RequestMeterHandler.class));
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

}
