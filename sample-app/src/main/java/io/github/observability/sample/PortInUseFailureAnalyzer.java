package io.github.observability.sample;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names the command that starts the sample on another port. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PortInUseFailureAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
		int other = cause.getPort() + 1;
		return new FailureAnalysis("Port %d is in use.".formatted(cause.getPort()),
				"Start Rides on another port with the property 'server.port': %s"
					.formatted(StartCommand.with("server.port=" + other)),
				cause);
	}

}
