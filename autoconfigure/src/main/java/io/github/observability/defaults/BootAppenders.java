package io.github.observability.defaults;

import java.nio.charset.Charset;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.AppenderAttachable;
import io.github.observability.logging.delivery.CombiningAppenders;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.logback.StructuredLogEncoder;

/**
 * Gives Boot's appenders the starter's format, as the files that a Logback file includes
 * from Boot have a pattern whatever the settings say, and the starter's way of writing.
 */
final class BootAppenders {

	private static final String FORMAT = "_LOG_STRUCTURED_FORMAT";

	private BootAppenders() {
	}

	/**
	 * Format the lines of Boot's appenders, and let their threads write for one another.
	 * @param context the context
	 * @param formats the formats by the names of Boot's properties
	 */
	static void adapt(LoggerContext context, Map<String, String> formats) {
		for (Logger logger : context.getLoggerList()) {
			format(context, logger.iteratorForAppenders(), formats);
		}
		CombiningAppenders.install(context,
				formats.keySet().stream().map((property) -> property.replace(FORMAT, "")).collect(Collectors.toSet()));
	}

	private static void format(LoggerContext context, Iterator<Appender<ILoggingEvent>> appenders,
			Map<String, String> formats) {
		while (appenders.hasNext()) {
			Appender<ILoggingEvent> appender = appenders.next();
			String format = formats.get(appender.getName() + FORMAT);
			if (format != null && appender instanceof OutputStreamAppender<ILoggingEvent> output
					&& output.getEncoder() instanceof PatternLayoutEncoder pattern) {
				output.setEncoder(encoder(context, format, pattern.getCharset()));
				pattern.stop();
			}
			else if (appender instanceof AppenderAttachable<?>) {
				@SuppressWarnings("unchecked")
				AppenderAttachable<ILoggingEvent> attached = (AppenderAttachable<ILoggingEvent>) appender;
				format(context, attached.iteratorForAppenders(), formats);
			}
		}
	}

	private static Encoder<ILoggingEvent> encoder(LoggerContext context, String format, @Nullable Charset charset) {
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(context);
		encoder.setFormat(format);
		encoder.setCharset(charset);
		encoder.start();
		return encoder;
	}

}
