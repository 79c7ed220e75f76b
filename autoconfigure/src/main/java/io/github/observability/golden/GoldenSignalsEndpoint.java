package io.github.observability.golden;

import io.github.observability.saturation.ResourceMonitor;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint @Endpoint} that reports the golden signals of this instance over the
 * last minute, and how full its resources are.
 */
@Endpoint(id = "golden")
final class GoldenSignalsEndpoint {

	private final SignalHistory history;

	private final ResourceMonitor resources;

	GoldenSignalsEndpoint(SignalHistory history, ResourceMonitor resources) {
		this.history = history;
		this.resources = resources;
	}

	@ReadOperation
	GoldenSignals signals() {
		return this.history.signals().with(this.resources.resources());
	}

}
