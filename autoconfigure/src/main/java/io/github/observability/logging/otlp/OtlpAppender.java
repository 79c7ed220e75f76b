package io.github.observability.logging.otlp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.github.observability.logging.delivery.LoggingContextListeners;
import io.github.observability.logging.delivery.ResetListener;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;

/**
 * Installs OpenTelemetry's appender, which nobody has to name in a Logback file. If a
 * file names it, that one gets the OpenTelemetry of the application instead.
 */
final class OtlpAppender implements ResetListener, DisposableBean {

	private static final String NAME = "observability-otlp";

	/** What reports failures of the export would be exported again. */
	private static final String EXPORTER = "io.opentelemetry.";

	/** Application contexts share Logback. The one that opened last has the appenders. */
	private static final Deque<OtlpAppender> open = new ArrayDeque<>();

	private final OpenTelemetry openTelemetry;

	OtlpAppender(OpenTelemetry openTelemetry) {
		this.openTelemetry = openTelemetry;
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			synchronized (open) {
				open.addLast(this);
				attach(context);
			}
		}
	}

	private void attach(LoggerContext context) {
		LoggingContextListeners.add(context, this);
		install(context);
	}

	private void install(LoggerContext context) {
		if (!isPresent(context)) {
			OpenTelemetryAppender appender = new OpenTelemetryAppender();
			appender.setContext(context);
			appender.setName(NAME);
			appender.setCaptureMdcAttributes("*");
			appender.setCaptureKeyValuePairAttributes(true);
			appender.setCaptureMarkerAttribute(true);
			// What masks records knows a secret in a message by the key of its attribute.
			appender.setCaptureLogstashMarkerAttributes(true);
			appender.setCaptureLogstashStructuredArguments(true);
			appender.addFilter(new ExporterFilter());
			appender.start();
			context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
		}
		OpenTelemetryAppender.install(this.openTelemetry);
	}

	private static boolean isPresent(LoggerContext context) {
		for (Logger logger : context.getLoggerList()) {
			Iterator<Appender<ILoggingEvent>> appenders = logger.iteratorForAppenders();
			while (appenders.hasNext()) {
				if (appenders.next() instanceof OpenTelemetryAppender) {
					return true;
				}
			}
		}
		return false;
	}

	@Override
	public void destroy() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			LoggingContextListeners.remove(context, this);
			synchronized (open) {
				open.remove(this);
				OtlpAppender last = open.peekLast();
				if (last != null) {
					last.attach(context);
				}
				else {
					context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(NAME);
				}
			}
		}
	}

	@Override
	public void onReset(LoggerContext context) {
		synchronized (open) {
			if (open.peekLast() == this) {
				install(context);
			}
		}
	}

	private static final class ExporterFilter extends Filter<ILoggingEvent> {

		@Override
		public FilterReply decide(ILoggingEvent event) {
			return event.getLoggerName().startsWith(EXPORTER) ? FilterReply.DENY : FilterReply.NEUTRAL;
		}

	}

}
