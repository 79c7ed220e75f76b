package io.github.observability.logging.delivery;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;

/**
 * Listener of Logback's context that stays through a reset, and puts back what the reset
 * took away.
 */
public interface ResetListener extends LoggerContextListener {

	@Override
	default boolean isResetResistant() {
		return true;
	}

	@Override
	default void onStart(LoggerContext context) {
		// A reset comes first.
	}

	@Override
	default void onStop(LoggerContext context) {
		// The context drops what it holds.
	}

	@Override
	default void onLevelChange(Logger logger, Level level) {
		// Levels make no difference.
	}

}
