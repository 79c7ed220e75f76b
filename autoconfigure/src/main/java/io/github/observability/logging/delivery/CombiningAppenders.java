package io.github.observability.logging.delivery;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.logback.StructuredLogEncoder;

/**
 * Replaces Boot's appenders, which Boot creates in code or in the files that a Logback
 * file of the application includes. Encoder, filters, file and rolling policy stay the
 * same. Appenders of the application's own are left alone.
 */
public final class CombiningAppenders {

	private CombiningAppenders() {
	}

	/**
	 * Replace appenders that have Boot's types.
	 * @param context the context
	 * @param names Boot's names for them
	 */
	public static void install(LoggerContext context, Set<String> names) {
		Map<Appender<ILoggingEvent>, Appender<ILoggingEvent>> replacements = new IdentityHashMap<>();
		for (Logger logger : context.getLoggerList()) {
			List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
			logger.iteratorForAppenders().forEachRemaining(appenders::add);
			for (Appender<ILoggingEvent> appender : appenders) {
				if (names.contains(appender.getName())) {
					Appender<ILoggingEvent> replacement = replacements.computeIfAbsent(appender,
							CombiningAppenders::replacement);
					if (replacement != null) {
						logger.addAppender(replacement);
						logger.detachAppender(appender);
					}
				}
			}
		}
		replacements.keySet().forEach(CombiningAppenders::release);
	}

	private static @Nullable Appender<ILoggingEvent> replacement(Appender<ILoggingEvent> appender) {
		if (!(appender instanceof OutputStreamAppender<ILoggingEvent> output) || !output.isStarted()
				|| output.getEncoder().getClass() != StructuredLogEncoder.class) {
			return null;
		}
		if (appender.getClass() == ConsoleAppender.class) {
			return console((ConsoleAppender<ILoggingEvent>) appender);
		}
		if (appender.getClass() == RollingFileAppender.class) {
			return file((RollingFileAppender<ILoggingEvent>) appender);
		}
		return null;
	}

	private static @Nullable Appender<ILoggingEvent> console(ConsoleAppender<ILoggingEvent> console) {
		if (console.isWithJansi()) {
			return null;
		}
		CombiningConsoleAppender replacement = new CombiningConsoleAppender();
		replacement.setTarget(console.getTarget());
		return started(replacement, console);
	}

	private static @Nullable Appender<ILoggingEvent> file(RollingFileAppender<ILoggingEvent> file) {
		if (!(file.getRollingPolicy() instanceof SizeAndTimeBasedRollingPolicy<?> policy)
				|| file.getTriggeringPolicy() != policy || file.isPrudent()) {
			return null;
		}
		CombiningFileAppender replacement = new CombiningFileAppender();
		replacement.setFile(file.rawFileProperty());
		replacement.setRollingPolicy(policy);
		policy.setParent(replacement);
		// Each appender adds the length of the file that it opens.
		policy.getLengthCounter().reset();
		if (started(replacement, file) != null) {
			return replacement;
		}
		policy.setParent(file);
		return null;
	}

	private static @Nullable Appender<ILoggingEvent> started(OutputStreamAppender<ILoggingEvent> replacement,
			OutputStreamAppender<ILoggingEvent> appender) {
		replacement.setContext(appender.getContext());
		replacement.setName(appender.getName());
		replacement.setEncoder(appender.getEncoder());
		replacement.setImmediateFlush(appender.isImmediateFlush());
		appender.getCopyOfAttachedFiltersList().forEach(replacement::addFilter);
		replacement.start();
		return replacement.isStarted() ? replacement : null;
	}

	/**
	 * Closes the file of an appender that was replaced. Stopping the appender would stop
	 * its policies, which the replacement has taken over.
	 */
	private static void release(Appender<ILoggingEvent> appender) {
		if (appender instanceof RollingFileAppender<ILoggingEvent> file) {
			file.setOutputStream(OutputStream.nullOutputStream());
		}
	}

}
