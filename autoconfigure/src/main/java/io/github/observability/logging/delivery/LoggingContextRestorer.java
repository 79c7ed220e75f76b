package io.github.observability.logging.delivery;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Brings the {@link LoggingContextListeners} of the applications that run in this JVM
 * back once Spring Boot has configured Logback for another one.
 */
final class LoggingContextRestorer implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private static final boolean LOGBACK = ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext",
			LoggingContextRestorer.class.getClassLoader());

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER + 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		if (LOGBACK) {
			Logback.restore();
		}
	}

	/** Loaded only if Logback is present. */
	private static final class Logback {

		static void restore() {
			if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
				LoggingContextListeners.restore(context);
			}
		}

	}

}
