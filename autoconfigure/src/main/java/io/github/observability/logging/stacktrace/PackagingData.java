package io.github.observability.logging.stacktrace;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import org.slf4j.LoggerFactory;

/**
 * Keeps Logback from looking up the jar of each class in a stack trace, which our lines
 * do not show. Boot asks for it after it has created the formatter.
 */
public final class PackagingData implements LoggerContextListener {

	private PackagingData() {
	}

	/**
	 * Switch the data off in the context of Logback.
	 */
	public static void switchOff() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			context.setPackagingDataEnabled(false);
			context.addListener(new PackagingData());
		}
	}

	@Override
	public boolean isResetResistant() {
		return false;
	}

	@Override
	public void onStart(LoggerContext context) {
		context.setPackagingDataEnabled(false);
	}

	@Override
	public void onReset(LoggerContext context) {
		// A context that is configured anew decides anew.
	}

	@Override
	public void onStop(LoggerContext context) {
		// Nothing is held.
	}

	@Override
	public void onLevelChange(Logger logger, Level level) {
		// Levels make no difference.
	}

}
