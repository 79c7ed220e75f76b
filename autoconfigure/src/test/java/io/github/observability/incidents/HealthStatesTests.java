package io.github.observability.incidents;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.observability.golden.WorkGoldenSignalsAutoConfiguration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class HealthStatesTests {

	private final Changes changes = new Changes(() -> 1_000);

	private final HealthStates states = new HealthStates(this.changes);

	private void see(String... statuses) {
		for (String status : statuses) {
			this.states.contributor("db", status);
		}
	}

	@Test
	void contributorIsDownAtTheSecondCheck() {
		see("UP", "DOWN", "UP", "DOWN");
		assertThat(this.changes.takeOver()).isEmpty();
		see("DOWN");
		assertThat(this.changes.takeOver()).extracting(ChangeEvent::describe).containsExactly("health db (UP to DOWN)");
		assertThat(this.states.down()).isEmpty();
		assertThat(this.states.down()).containsExactly("db");
		see("DOWN", "OUT_OF_SERVICE", "UP", "UP");
		assertThat(this.states.down()).isEmpty();
		assertThat(this.changes.takeOver()).singleElement()
			.satisfies((change) -> assertThat(change.after()).isEqualTo("UP"))
			.satisfies((change) -> assertThat(HealthStates.isRecovery(change)).isTrue());
	}

	@Test
	void whatIsDownFromTheFirstCheckOnIsNoChange() {
		see("DOWN", "DOWN", "DOWN");
		this.states.down();
		assertThat(this.states.down()).isEmpty();
		assertThat(this.changes.takeOver()).isEmpty();
		see("UP", "UP", "DOWN", "DOWN");
		this.states.down();
		assertThat(this.states.down()).containsExactly("db");
	}

	@Test
	void isBounded() {
		for (int i = 0; i < 1_000; i++) {
			this.states.contributor("c" + i, "UP");
		}
		for (int i = 0; i < 2_000; i++) {
			this.states.contributor("c" + i % 1_000, "DOWN");
		}
		this.states.down();
		assertThat(this.states.down()).hasSize(50);
	}

	@Test
	void asksEachContributorWithoutObservations() {
		AtomicReference<Status> database = new AtomicReference<>(Status.UP);
		AtomicInteger asked = new AtomicInteger();
		AtomicBoolean observed = new AtomicBoolean();
		AtomicReference<ObservationRegistry> registry = new AtomicReference<>();
		HealthIndicator indicator = () -> {
			asked.incrementAndGet();
			observed.compareAndSet(false, !Observation.start("query", registry.get()).isNoop());
			return Health.status(database.get()).build();
		};
		runner()
			.withConfiguration(
					AutoConfigurations.of(ObservationAutoConfiguration.class, WorkGoldenSignalsAutoConfiguration.class))
			.withBean("dbHealthContributor", HealthContributor.class,
					() -> CompositeHealthContributor.fromMap(Map.of("orders", indicator)))
			.withPropertyValues("observability.incidents.health.interval=3600s")
			.run((context) -> {
				registry.set(context.getBean(ObservationRegistry.class));
				assertThat(Observation.start("query", registry.get()).isNoop()).isFalse();
				HealthChecks checks = context.getBean(HealthChecks.class);
				HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
				assertThat(checks.isRunning()).isTrue();
				checks.check(endpoint);
				database.set(Status.DOWN);
				checks.check(endpoint);
				checks.check(endpoint);
				assertThat(asked).hasValue(3);
				assertThat(observed).isFalse();
				HealthStates known = context.getBean(HealthStates.class);
				known.down();
				assertThat(known.down()).containsExactly("db/orders");
			});
	}

	@Test
	void checksAgainAndAgainOnAThreadOfItsOwn() {
		AtomicReference<String> thread = new AtomicReference<>("");
		AtomicInteger asked = new AtomicInteger();
		HealthIndicator indicator = () -> {
			thread.set(Thread.currentThread().getName());
			asked.incrementAndGet();
			return Health.up().build();
		};
		runner().withBean("oneHealthIndicator", HealthIndicator.class, () -> indicator)
			.withPropertyValues("observability.incidents.health.interval=1s")
			.run((context) -> {
				Awaitility.await().until(() -> asked.get() >= 2);
				assertThat(thread).hasValue("observability-incidents-health");
			});
	}

	@Test
	void goesAwayWithoutItsPropertyOrItsLibrary() {
		runner().withPropertyValues("observability.incidents.health.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(IncidentMonitor.class)
				.doesNotHaveBean(HealthChecks.class));
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(IncidentsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasSingleBean(IncidentMonitor.class)
				.doesNotHaveBean(HealthChecks.class));
		runner().withPropertyValues("management.endpoint.health.access=NONE")
			.run((context) -> assertThat(context.getBean(HealthChecks.class).isRunning()).isFalse());
	}

	private static WebApplicationContextRunner runner() {
		return new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(IncidentsAutoConfiguration.class, HealthContributorAutoConfiguration.class,
							HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class);
	}

}
