package io.github.observability.cost.shedding;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.spi.FilterReply;
import io.github.observability.logging.filter.EventFilter;
import org.jspecify.annotations.Nullable;

/**
 * Denies lines below {@code INFO} while they are shed. Lines that are written only
 * because a token or a rule raises their level stay: somebody is looking at them.
 */
final class DebugLineFilter implements EventFilter {

	private final SheddingLevel level;

	DebugLineFilter(SheddingLevel level) {
		this.level = level;
	}

	@Override
	public FilterReply decide(Logger logger, Level level, @Nullable String template, @Nullable Throwable throwable) {
		return (level.levelInt < Level.INFO_INT && this.level.isShed(SheddingStep.DEBUG_LINES)
				&& logger.getEffectiveLevel().levelInt <= level.levelInt) ? FilterReply.DENY : FilterReply.NEUTRAL;
	}

}
