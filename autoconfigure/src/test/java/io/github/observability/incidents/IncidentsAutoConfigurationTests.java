package io.github.observability.incidents;

import java.util.List;

import io.github.observability.incidents.diagnosability.DiagnosabilityReport;
import io.github.observability.incidents.signal.RouteVectors;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class IncidentsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(IncidentsAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	@Test
	void watchesSignalsByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(IncidentMonitor.class)
				.hasSingleBean(ChangeReporter.class)
				.hasSingleBean(RouteVectors.class)
				.doesNotHaveBean(IncidentsEndpoint.class);
			assertThat(context.getBean(IncidentMonitor.class).isRunning()).isTrue();
			assertThat(context.getBean(MeterRegistry.class).get("observability.incidents.open").gauge().value())
				.isZero();
			assertThat(threads()).isTrue();
		});
		Awaitility.await().until(() -> !threads());
	}

	private static boolean threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().equals("observability-incidents"));
	}

	@Test
	void isRemovedWholeByOneProperty() {
		this.runner.withPropertyValues("observability.incidents.enabled=no").run((context) -> {
			assertThat(context).doesNotHaveBean(IncidentsAutoConfiguration.class)
				.doesNotHaveBean(IncidentMonitor.class)
				.doesNotHaveBean(ChangeReporter.class);
			assertThat(context.getBean(MeterRegistry.class).getMeters()).isEmpty();
			assertThat(threads()).isFalse();
		});
	}

	@Test
	void backsOffWithoutAMeterRegistry() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(IncidentsAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(IncidentMonitor.class));
	}

	@Test
	void judgesSignalsOneByOneWithoutTheForest() {
		this.runner.withClassLoader(new FilteredClassLoader("com.amazon.randomcutforest"))
			.run((context) -> assertThat(context).hasSingleBean(IncidentMonitor.class)
				.doesNotHaveBean(RouteVectors.class));
		this.runner.withPropertyValues("observability.incidents.forest=false")
			.run((context) -> assertThat(context).hasSingleBean(IncidentMonitor.class)
				.doesNotHaveBean(RouteVectors.class));
	}

	@ParameterizedTest
	@CsvSource({ "max-signals, 0", "max-signals, 201", "max-recent, 0", "max-recent, 1001", "health.interval, 0ms",
			"health.interval, 999ms" })
	void namesAWrongValue(String key, String value) {
		this.runner.withPropertyValues("observability.incidents." + key + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'observability.incidents." + key + "'")
				.hasMessageContaining(value));
	}

	@Test
	void readsVersionsOnlyFromTheHeaderThatIsSet() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(DependencyVersionHandler.class));
		this.runner.withPropertyValues("observability.incidents.version-header=X-Version")
			.run((context) -> assertThat(context).hasSingleBean(DependencyVersionHandler.class));
	}

	@Test
	void notifiesAListenerOfTheApplication() {
		this.runner.withBean("listener", IncidentListener.class, () -> new IncidentListener() {
		}).run((context) -> assertThat(context.getBeansOfType(IncidentListener.class)).hasSize(2));
	}

	@Test
	void hasAnEndpointIfItIsExposed() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(IncidentsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("management.endpoints.web.exposure.include=incidents")
			.run((context) -> {
				IncidentsEndpoint.IncidentState state = context.getBean(IncidentsEndpoint.class).state();
				assertThat(state.now()).isEmpty();
				assertThat(state.recent()).isEmpty();
				DiagnosabilityReport report = context.getBean(IncidentsEndpoint.class).part("diagnosability");
				assertThat(report).isNotNull();
				assertThat(report.faults()).hasSize(13);
				assertThat(context.getBean(IncidentsEndpoint.class).part("other")).isNull();
			});
	}

	@Test
	void readsFeatureFlagsOnceOneWasReported() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(IncidentsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("management.endpoints.web.exposure.include=incidents")
			.run((context) -> {
				IncidentsEndpoint endpoint = context.getBean(IncidentsEndpoint.class);
				assertThat(recorded(endpoint)).isEmpty();
				context.getBean(ChangeReporter.class).featureFlag("new-prices", false, true);
				context.getBean(IncidentMonitor.class).step();
				assertThat(recorded(endpoint)).containsExactly("feature-flag");
			});
	}

	private static List<String> recorded(IncidentsEndpoint endpoint) {
		DiagnosabilityReport report = endpoint.part("diagnosability");
		assertThat(report).isNotNull();
		return report.signals()
			.stream()
			.filter(DiagnosabilityReport.Signal::recorded)
			.map(DiagnosabilityReport.Signal::name)
			.toList();
	}

}
