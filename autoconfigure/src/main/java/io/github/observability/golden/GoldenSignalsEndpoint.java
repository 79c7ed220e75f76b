package io.github.observability.golden;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint @Endpoint} that tells the golden signals of this instance over the last
 * minute.
 */
@Endpoint(id = "golden")
final class GoldenSignalsEndpoint {

	private final SignalHistory history;

	GoldenSignalsEndpoint(SignalHistory history) {
		this.history = history;
	}

	@ReadOperation
	GoldenSignals signals() {
		return this.history.signals();
	}

}
