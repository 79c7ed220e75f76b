package io.github.observability.cost;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint @Endpoint} that reports what the telemetry of this instance weighs and
 * costs.
 */
@Endpoint(id = "cost")
final class CostEndpoint {

	private final CostMonitor monitor;

	CostEndpoint(CostMonitor monitor) {
		this.monitor = monitor;
	}

	@ReadOperation
	CostReport report() {
		return this.monitor.report();
	}

}
