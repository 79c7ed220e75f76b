package io.github.observability.sample;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Tells who starts the sample twice that it runs already. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class DatabaseInUseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

	/** H2's DATABASE_ALREADY_OPEN_1. */
	private static final int ALREADY_OPEN = 90020;

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
		if (cause.getErrorCode() != ALREADY_OPEN) {
			return null;
		}
		return new FailureAnalysis("Rides is already running in this folder: its database is in use.",
				"Stop it, or start another one with a port and a database of its own: %s".formatted(
						StartCommand.with("server.port=8081", "spring.datasource.url=jdbc:h2:mem:rides")),
				cause);
	}

}
