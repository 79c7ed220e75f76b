package io.github.observability.incidents;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import io.github.observability.incidents.diagnosability.DiagnosabilityReport;
import io.github.observability.incidents.signal.RouteVectors;
import io.github.observability.saturation.ResourceMonitor;
import io.github.observability.saturation.ResourceUse;
import io.github.observability.saturation.forecast.Exhaustion;
import io.github.observability.tracing.evidence.SlowTraceEvidenceListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.trace.data.EventData;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class IncidentsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(IncidentsAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	/** Has two signals, with a value from the first step on. */
	private final ApplicationContextRunner gauged = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(IncidentsAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class, () -> {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			Gauge.builder("process.cpu.usage", () -> 0.5).register(registry);
			Gauge.builder("jvm.threads.states", () -> 1).tag("state", "blocked").register(registry);
			return registry;
		});

	@Test
	void asksForProfilesOfSlowTracesWhereTheyAreMade() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(ProfiledTraces.class));
		ApplicationContextRunner profiled = this.runner
			.withPropertyValues("observability.profiling.continuous.enabled=true");
		profiled.run((context) -> assertThat(context).hasSingleBean(ProfiledTraces.class)
			.hasSingleBean(SlowTraceEvidenceListener.class));
		profiled.withPropertyValues("observability.profiling.continuous.slow-traces=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ProfiledTraces.class));
		profiled.withClassLoader(new FilteredClassLoader(EventData.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(IncidentMonitor.class)
				.doesNotHaveBean(ProfiledTraces.class));
	}

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

	@ParameterizedTest
	@CsvSource({ "200, 2, 0", "1, 1, 1" })
	void watchesNoMoreSignalsThanAllowed(int most, int watched, int dropped) {
		this.gauged
			.withPropertyValues("observability.incidents.max-signals=" + most,
					"observability.incidents.signal-meters=all")
			.run((context) -> {
				context.getBean(IncidentMonitor.class).step();
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("observability.anomaly.score").gauges()).hasSize(watched);
				assertThat(registry.get("observability.incidents.dropped").functionCounter().count())
					.isEqualTo(dropped);
			});
	}

	/** Nothing is anomalous in the first step. */
	@ParameterizedTest
	@CsvSource({ "anomalous, 0", "none, 0", "all, 2" })
	void showsTheSignalsThatAreAskedFor(String signals, int shown) {
		this.gauged.withPropertyValues("observability.incidents.signal-meters=" + signals).run((context) -> {
			context.getBean(IncidentMonitor.class).step();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("observability.anomaly.score").gauges()).hasSize(shown);
			assertThat(registry.find("observability.anomaly.baseline").gauges()).hasSize(shown);
		});
	}

	@Test
	void linksASignalWithItsPanelIfThereIsAUrl() {
		ApplicationContextRunner filling = this.runner.withBean(ResourceMonitor.class,
				() -> () -> List.of(new ResourceUse("heap", 0.62, null, null, new Exhaustion(2_400, 2_040, 2_940))));
		filling.run((context) -> assertThat(panelOfTheHeap(context)).isNull());
		filling
			.withPropertyValues("observability.incidents.panel-url="
					+ "https://grafana.example.com/d/x?var-signal={signal}&from={from}&to={to}")
			.run((context) -> assertThat(panelOfTheHeap(context)).matches(
					"https://grafana\\.example\\.com/d/x\\?var-signal=utilization\\+heap&from=\\d{13}&to=\\d{13}"));
	}

	private static @Nullable String panelOfTheHeap(ApplicationContext context) {
		IncidentMonitor monitor = context.getBean(IncidentMonitor.class);
		failHealth(context);
		return monitor.now()
			.stream()
			.flatMap((incident) -> incident.suspects().stream())
			.filter((suspect) -> suspect.subject().equals("resource heap"))
			.findFirst()
			.orElseThrow()
			.evidence()
			.panel();
	}

	@ParameterizedTest
	@CsvSource({ "50, 3", "2, 2" })
	void remembersAsManyIncidentsAsConfigured(int most, int remembered) {
		this.runner.withPropertyValues("observability.incidents.max-recent=" + most).run((context) -> {
			IncidentMonitor monitor = context.getBean(IncidentMonitor.class);
			for (int i = 0; i < 3; i++) {
				failHealth(context);
				assertThat(monitor.now()).hasSize(1);
				health(context, "UP");
				// Each call is a step of its own, and 30 quiet ones close an incident.
				for (int step = 0; step < 70; step++) {
					monitor.step();
				}
				assertThat(monitor.now()).isEmpty();
			}
			assertThat(monitor.recent()).hasSize(remembered);
			assertThat(context.getBean(MeterRegistry.class)
				.get("observability.incidents.opened")
				.functionCounter()
				.count()).isEqualTo(3);
		});
	}

	@Test
	void knowsTheVersionBeforeByTheStateFile(@TempDir Path directory) {
		ApplicationContextRunner first = this.runner.withPropertyValues("spring.application.version=1.4");
		ApplicationContextRunner second = this.runner.withPropertyValues("spring.application.version=1.5");
		String file = "observability.incidents.state-file=" + directory.resolve("state.bin");
		first.run((context) -> assertThat(reported(context)).containsExactly("start"));
		second.run((context) -> assertThat(reported(context)).containsExactly("start"));
		first.withPropertyValues(file).run((context) -> assertThat(reported(context)).containsExactly("start"));
		second.withPropertyValues(file).run((context) -> assertThat(reported(context)).containsExactly("deploy"));
	}

	private static Set<String> reported(ApplicationContext context) {
		context.getBean(IncidentMonitor.class).step();
		return context.getBean(IncidentMonitor.class).reported();
	}

	private static void failHealth(ApplicationContext context) {
		health(context, "UP");
		health(context, "DOWN");
		for (int step = 0; step < 3; step++) {
			context.getBean(IncidentMonitor.class).step();
		}
	}

	/** A status counts at the second time. */
	private static void health(ApplicationContext context, String status) {
		context.getBean(HealthStates.class).contributor("db", status);
		context.getBean(HealthStates.class).contributor("db", status);
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
