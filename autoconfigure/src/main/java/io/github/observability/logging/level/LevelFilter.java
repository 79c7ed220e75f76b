package io.github.observability.logging.level;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.spi.FilterReply;
import io.github.observability.logging.filter.EventFilter;
import org.jspecify.annotations.Nullable;

/**
 * Lets lines pass whose level is raised for this thread. While no level is raised
 * anywhere, it reads one field.
 */
final class LevelFilter implements EventFilter {

	private final @Nullable LevelRules rules;

	LevelFilter(@Nullable LevelRules rules) {
		this.rules = rules;
	}

	@Override
	public FilterReply decide(Logger logger, Level level, @Nullable String template, @Nullable Throwable throwable) {
		return RaisedLevels.inUse() ? decide(logger, level) : FilterReply.NEUTRAL;
	}

	private FilterReply decide(Logger logger, Level level) {
		// What is written anyway is left to the other filters.
		if (logger.getEffectiveLevel().levelInt <= level.levelInt) {
			return FilterReply.NEUTRAL;
		}
		RaisedLevels levels = RaisedLevels.current();
		boolean raised = (levels != null && levels.includes(logger.getName(), level))
				|| (this.rules != null && this.rules.include(logger.getName(), level));
		return raised ? FilterReply.ACCEPT : FilterReply.NEUTRAL;
	}

}
