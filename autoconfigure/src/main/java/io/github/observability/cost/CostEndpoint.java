package io.github.observability.cost;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that reports what the telemetry of this instance weighs and
 * costs, and which meters nobody needs.
 */
@Endpoint(id = "cost")
final class CostEndpoint {

	private static final String ADVICE = "advice";

	private final CostMonitor monitor;

	private final MeterAdvisor advisor;

	CostEndpoint(CostMonitor monitor, MeterAdvisor advisor) {
		this.monitor = monitor;
		this.advisor = advisor;
	}

	@ReadOperation
	CostReport report() {
		return this.monitor.report();
	}

	@ReadOperation
	@Nullable CostAdvice advice(@Selector String part) {
		return part.equals(ADVICE) ? this.advisor.advice() : null;
	}

}
