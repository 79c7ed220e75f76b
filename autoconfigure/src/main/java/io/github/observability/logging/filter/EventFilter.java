package io.github.observability.logging.filter;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Decides about an event before it is created, on the thread that logs. A call that only
 * asks whether a level is enabled has no template.
 */
@FunctionalInterface
public interface EventFilter {

	/**
	 * Decide about an event.
	 * @param logger the logger
	 * @param level the level
	 * @param template the template of the message, {@code null} if the caller only asks
	 * for the level
	 * @param throwable the exception of the event, {@code null} without one
	 * @return whether the event is logged, or neutral to leave that to others
	 */
	FilterReply decide(Logger logger, Level level, @Nullable String template, @Nullable Throwable throwable);

	/**
	 * Decide about an event of the fluent API.
	 * @param logger the logger
	 * @param level the level
	 * @param template the template of the message, {@code null} without one
	 * @param throwable the exception of the event, {@code null} without one
	 * @param pairs the key-value pairs of the event and of its markers
	 * @return whether the event is logged, or neutral to leave that to others
	 */
	default FilterReply decide(Logger logger, Level level, @Nullable String template, @Nullable Throwable throwable,
			List<KeyValuePair> pairs) {
		return decide(logger, level, template, throwable);
	}

}
