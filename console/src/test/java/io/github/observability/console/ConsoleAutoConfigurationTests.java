package io.github.observability.console;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.LoggerContext;
import io.github.observability.console.recording.ConsoleRecorder;
import io.github.observability.console.recording.LineRecording;
import io.github.observability.console.recording.RecordingSampler;
import io.github.observability.console.recording.SpanRecorder;
import io.github.observability.profiling.ProfilingAutoConfiguration;
import io.github.observability.tracing.sampling.SamplingAutoConfiguration;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConsoleAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConsoleAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConsoleAutoConfiguration.class))
		.withPropertyValues("observability.console.run-file=target/test-run.json");

	@Test
	void servesOnAPortOfItsOwnWithoutAWebServer() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(StandaloneConsoleServer.class)
			.hasSingleBean(ConsoleRecorder.class));
	}

	@Test
	void letsAJobEndAsItWouldWithoutTheConsole() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		this.runner.run((context) -> assertThat(Thread.getAllStackTraces().keySet()).filteredOn(Thread::isAlive)
			.filteredOn((thread) -> !before.contains(thread))
			.isNotEmpty()
			.allMatch(Thread::isDaemon));
	}

	@Test
	void servesOnThePortOfTheApplication() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(ConsoleAutoConfiguration.class))
			.run((context) -> assertThat(context).hasBean("consoleFilter")
				.doesNotHaveBean(StandaloneConsoleServer.class));
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ConsoleAutoConfiguration.class))
			.run((context) -> assertThat(context).hasBean("consoleDecorator")
				.doesNotHaveBean(StandaloneConsoleServer.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "off", "no" })
	void isOffByItsProperty(String value) {
		this.runner.withPropertyValues("observability.console.enabled=" + value)
			.run((context) -> assertThat(context).doesNotHaveBean(ConsoleRecorder.class)
				.doesNotHaveBean(StandaloneConsoleServer.class));
	}

	@Test
	void saysNothingInProductionWhereItIsOff(CapturedOutput output) {
		this.runner.withPropertyValues("observability.console.enabled=false", "spring.profiles.active=prod")
			.run((context) -> assertThat(output).doesNotContain("observability console"));
	}

	/** The answer may take the manifests of all archives on the class path. */
	@Test
	void decidesOnceForAllEndpointsWhetherItAsksForThem() {
		AtomicInteger asked = new AtomicInteger();
		ConsoleEndpointExposure exposure = new ConsoleEndpointExposure(new MockEnvironment() {

			@Override
			public String[] getActiveProfiles() {
				asked.incrementAndGet();
				return new String[] { "prod" };
			}

		});
		for (String endpoint : ConsoleEndpointExposure.ENDPOINTS) {
			assertThat(exposure.getExposureOutcome(EndpointId.of(endpoint), EnumSet.of(EndpointExposure.WEB),
					ConditionMessage.forCondition("Endpoint")))
				.isNull();
		}
		assertThat(asked).hasValue(1);
	}

	@Test
	void recordsOnTopOfTheRulesForSampling() {
		this.runner
			.withConfiguration(AutoConfigurations.of(MicrometerTracingAutoConfiguration.class,
					OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
					SamplingAutoConfiguration.class))
			.run((context) -> {
				Sampler sampler = context.getBean(SdkTracerProvider.class).getSampler();
				assertThat(sampler).isInstanceOf(RecordingSampler.class);
				assertThat(sampler.getDescription()).startsWith("HeadSampler{");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "prod", "Production", "staging" })
	void refusesToServeInProduction(String profile, CapturedOutput output) {
		this.runner.withPropertyValues("spring.profiles.active=" + profile).run((context) -> {
			assertThat(context).doesNotHaveBean(ConsoleRecorder.class);
			assertThat(output)
				.containsOnlyOnce("The observability console is not served because the profile '" + profile)
				.contains("observability.console.allow-in-production=true");
		});
	}

	@Test
	void isNoPartOfAnApplicationThatIsProcessedAheadOfTime() {
		this.runner.withSystemProperties("spring.aot.processing=true")
			.run((context) -> assertThat(context).doesNotHaveBean(ConsoleRecorder.class));
	}

	@Test
	void servesInProductionIfToldSo() {
		this.runner.withPropertyValues("spring.profiles.active=prod", "observability.console.allow-in-production=true")
			.run((context) -> assertThat(context).hasSingleBean(ConsoleRecorder.class));
	}

	@Test
	void saysWhoAsksForAnEndpointThatIsNotServedInProduction(CapturedOutput output) {
		ApplicationContextRunner production = this.runner
			.withConfiguration(AutoConfigurations.of(ProfilingAutoConfiguration.class))
			.withPropertyValues("spring.profiles.active=prod", "observability.console.allow-in-production=true");
		production.run((context) -> assertThat(context).doesNotHaveBean("profileEndpoint"));
		assertThat(output).containsOnlyOnce(
				"The endpoint 'profile' is asked for, such as by the console, but not served, because the "
						+ "profile 'prod' is active; 'observability.profiling.endpoint.enabled=true' serves it all the same")
			.doesNotContain("exposed but not served");
		production.withPropertyValues("management.endpoints.jmx.exposure.include=*")
			.run((context) -> assertThat(context).doesNotHaveBean("profileEndpoint"));
		assertThat(output).doesNotContain("exposed but not served");
		production.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).doesNotHaveBean("profileEndpoint"));
		assertThat(output).containsOnlyOnce("The endpoint 'profile' is exposed but not served");
		production.withPropertyValues("observability.profiling.endpoint.enabled=true")
			.run((context) -> assertThat(context).hasBean("profileEndpoint"));
	}

	@Test
	void startsWithoutTracing() {
		this.runner.withClassLoader(new FilteredClassLoader(SdkTracerProvider.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SpanRecorder.class));
	}

	@Test
	void startsWithoutLogback() {
		this.runner.withClassLoader(new FilteredClassLoader(LoggerContext.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LineRecording.class));
	}

	@Test
	void keepsTheSummaryOfTheRun(@TempDir Path folder) {
		Path file = folder.resolve("run.json");
		this.runner.withPropertyValues("observability.console.run-file=" + file)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(file).content().contains("\"routes\":[]");
	}

	@ParameterizedTest
	@CsvSource({ "path, observability", "path, /a/", "path, /a b", "path, /", "token, short", "allowed-hosts, *",
			"allowed-hosts, http://x", "port, 70000", "max-traces, 0", "max-lines, 0", "max-size, 1KB" })
	void namesAWrongValue(String key, String value) {
		this.runner.withPropertyValues("observability.console." + key + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(failure) -> assertThat(
								Map.of("name", failure.getName(), "reason", String.valueOf(failure.getReason())))
							.containsEntry("name", "observability.console." + key)
							.extractingByKey("reason")
							.asString()
							.startsWith("It must ")));
	}

}
