package io.github.observability.profiling;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ProfilingAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=profile";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ProfilingAutoConfiguration.class));

	@Test
	void servesNothingUnlessItIsExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).hasSingleBean(ProfilingAutoConfiguration.class)
				.doesNotHaveBean(Profiles.class)
				.doesNotHaveBean(ProfileEndpoint.class));
	}

	@Test
	void saysNothingWhereNobodyAsksForTheEndpoint(CapturedOutput output) {
		this.runner.withPropertyValues("spring.profiles.active=prod")
			.run((context) -> assertThat(context).doesNotHaveBean(ProfileEndpoint.class));
		assertThat(output).doesNotContain("not served");
	}

	@Test
	void servesInDevelopment() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(ProfileEndpoint.class)
				.hasSingleBean(ProfileWebExtension.class));
	}

	@Test
	void needsAPropertyInProduction(CapturedOutput output) {
		WebApplicationContextRunner production = this.runner.withPropertyValues(EXPOSED, "spring.profiles.active=prod");
		production.run((context) -> assertThat(context).doesNotHaveBean(ProfileEndpoint.class)
			.doesNotHaveBean(ProfileWebExtension.class));
		assertThat(output).contains("The endpoint 'profile' is exposed but not served, because the profile 'prod' is "
				+ "active; 'observability.profiling.endpoint.enabled=true' serves it all the same");
		production.withPropertyValues("observability.profiling.endpoint.enabled=yes")
			.run((context) -> assertThat(context).hasSingleBean(ProfileEndpoint.class));
	}

	@Test
	void isNotServedByAnApplicationThatIsProcessedAheadOfTime() {
		this.runner.withPropertyValues(EXPOSED)
			.withSystemProperties("spring.aot.processing=true")
			.run((context) -> assertThat(context).doesNotHaveBean(ProfileEndpoint.class));
	}

	@Test
	void servesByJmxWithoutAWebApplication() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ProfilingAutoConfiguration.class))
			.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=profile")
			.run((context) -> assertThat(context).hasSingleBean(ProfileEndpoint.class)
				.doesNotHaveBean(ProfileWebExtension.class));
	}

	@Test
	void isRemovedWholeByOneProperty(CapturedOutput output) {
		this.runner.withPropertyValues(EXPOSED, "spring.profiles.active=prod", "observability.profiling.enabled=off")
			.run((context) -> assertThat(context).doesNotHaveBean(ProfilingAutoConfiguration.class)
				.doesNotHaveBean(ProfileEndpoint.class));
		this.runner.withPropertyValues(EXPOSED, "observability.profiling.endpoint.enabled=off")
			.run((context) -> assertThat(context).doesNotHaveBean(ProfileEndpoint.class));
		assertThat(output).doesNotContain("exposed but not served");
	}

	@Test
	void backsOffWithoutActuator() {
		this.runner.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Profiles.class));
	}

	@Test
	void namesAWrongValue() {
		this.runner.withPropertyValues(EXPOSED, "observability.profiling.endpoint.enabled=perhaps")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("observability.profiling.endpoint.enabled"));
	}

}
