package io.github.observability.logging.patterns;

import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.github.observability.context.ContextKey;
import io.github.observability.logging.StructuredArgumentReader;
import io.github.observability.logging.delivery.LoggingContextListeners;
import io.github.observability.logging.delivery.ResetListener;
import io.github.observability.logging.masking.Masking;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Logback appender that hands lines over to be mined. It comes behind the appenders that
 * write, which have formatted the message by then, and returns after a reset of the
 * logging context.
 */
final class PatternAppender extends UnsynchronizedAppenderBase<ILoggingEvent> implements ResetListener {

	/** As an OpenTelemetry Java agent names the key. */
	private static final String TRACE_ID_OF_AGENT = "trace_id";

	private final LogPatterns patterns;

	PatternAppender(LogPatterns patterns) {
		this.patterns = patterns;
		setName("observability-patterns");
	}

	void attach(LoggerContext context) {
		setContext(context);
		LoggingContextListeners.add(context, this);
		onReset(context);
	}

	void detach(LoggerContext context) {
		LoggingContextListeners.remove(context, this);
		context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(this);
		stop();
	}

	@Override
	protected void append(ILoggingEvent event) {
		String text = event.getFormattedMessage();
		if (text == null) {
			return;
		}
		text = Masking.beginning(text, TokenScanner.MAX_LENGTH);
		Object[] arguments = event.getArgumentArray();
		String template = (arguments != null && arguments.length != 0) ? event.getMessage() : null;
		if (template != null) {
			template = Masking.beginning(template, TokenScanner.MAX_LENGTH);
		}
		Map<String, String> mdc = event.getMDCPropertyMap();
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		this.patterns.add(new PatternLine(event.getLoggerName(), event.getLevel().toString(), template, text,
				event.getTimeStamp(), traceId(mdc), mdc, (pairs != null) ? pairs : List.of(),
				StructuredArgumentReader.structured(event)));
	}

	private static @Nullable String traceId(Map<String, String> mdc) {
		String traceId = mdc.get(ContextKey.TRACE_ID.key());
		return (traceId != null) ? traceId : mdc.get(TRACE_ID_OF_AGENT);
	}

	@Override
	public void onReset(LoggerContext context) {
		start();
		context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(this);
	}

}
