package io.github.observability.incidents;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.github.observability.DaemonScheduler;
import io.github.observability.golden.RequestSuppression;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.context.SmartLifecycle;

/**
 * Asks the contributors of the application's health again and again, as a probe does: on
 * a thread of its own, since a check may wait, and without observations.
 */
final class HealthChecks implements SmartLifecycle {

	/** Boot publishes their changes as events. */
	private static final Set<String> AVAILABILITY = Set.of("livenessState", "readinessState");

	private final ObjectProvider<HealthEndpoint> endpoint;

	private final HealthStates states;

	private final Duration interval;

	private final DaemonScheduler scheduler = new DaemonScheduler("observability-incidents-health");

	HealthChecks(ObjectProvider<HealthEndpoint> endpoint, HealthStates states, Duration interval) {
		this.endpoint = endpoint;
		this.states = states;
		this.interval = interval;
	}

	@Override
	public void start() {
		HealthEndpoint known = this.endpoint.getIfUnique();
		if (known != null && !isRunning()) {
			this.scheduler.start(() -> check(known), this.interval, this.interval);
		}
	}

	void check(HealthEndpoint known) {
		RequestSuppression.suppress(() -> read("", known.health()));
	}

	private void read(String name, @Nullable HealthDescriptor health) {
		if (health instanceof CompositeHealthDescriptor composite) {
			Map<String, HealthDescriptor> components = composite.getComponents();
			if (components != null) {
				components.forEach((key, each) -> read(name.isEmpty() ? key : name + "/" + key, each));
			}
		}
		else if (health != null && !name.isEmpty() && !AVAILABILITY.contains(name)) {
			this.states.contributor(name, health.getStatus().getCode());
		}
	}

	@Override
	public void stop() {
		this.scheduler.stop();
	}

	@Override
	public boolean isRunning() {
		return this.scheduler.isRunning();
	}

}
