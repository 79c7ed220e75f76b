package io.github.observability.logging.delivery;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;

/**
 * Listeners of Logback's context that put back what a reset takes away. Spring Boot
 * removes all listeners when another application of the JVM configures Logback anew, and
 * {@link LoggingContextRestorer} brings these back.
 */
public final class LoggingContextListeners {

	private static final List<LoggerContextListener> listeners = new CopyOnWriteArrayList<>();

	private LoggingContextListeners() {
	}

	/**
	 * Add a listener, once.
	 * @param context the context
	 * @param listener the listener
	 */
	public static void add(LoggerContext context, LoggerContextListener listener) {
		remove(context, listener);
		listeners.add(listener);
		context.addListener(listener);
	}

	/**
	 * Remove a listener.
	 * @param context the context
	 * @param listener the listener
	 */
	public static void remove(LoggerContext context, LoggerContextListener listener) {
		listeners.remove(listener);
		context.removeListener(listener);
	}

	/**
	 * Bring back the listeners that were removed by others.
	 * @param context the context
	 */
	static void restore(LoggerContext context) {
		List<LoggerContextListener> present = context.getCopyOfListenerList();
		for (LoggerContextListener listener : listeners) {
			if (!present.contains(listener)) {
				context.addListener(listener);
				listener.onReset(context);
			}
		}
	}

}
