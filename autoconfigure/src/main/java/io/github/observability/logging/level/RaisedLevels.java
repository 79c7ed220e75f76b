package io.github.observability.logging.level;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import org.jspecify.annotations.Nullable;

/**
 * The levels of a request that a token has raised. Each thread that works for the request
 * has them; {@link #inUse()} lets all others know at the cost of one read that nobody
 * has.
 */
final class RaisedLevels {

	private static final ThreadLocal<@Nullable RaisedLevels> current = new ThreadLocal<>();

	/** Threads that have raised levels, and rules. */
	private static final AtomicInteger inUse = new AtomicInteger();

	private final String[] loggers;

	private final int[] levels;

	RaisedLevels(Map<String, String> levels) {
		this.loggers = new String[levels.size()];
		this.levels = new int[levels.size()];
		int i = 0;
		for (Map.Entry<String, String> entry : levels.entrySet()) {
			this.loggers[i] = entry.getKey().equals(LevelToken.ROOT) ? "" : entry.getKey();
			this.levels[i] = Level.toLevel(entry.getValue()).levelInt;
			i++;
		}
	}

	/** Whether a level is raised for any thread. */
	static boolean inUse() {
		return inUse.get() != 0;
	}

	/** Notes that a rule is there or has ended. */
	static void use(int more) {
		inUse.addAndGet(more);
	}

	static @Nullable RaisedLevels current() {
		return current.get();
	}

	void put() {
		if (current.get() == null) {
			inUse.incrementAndGet();
		}
		current.set(this);
	}

	static void clear() {
		if (current.get() != null) {
			current.remove();
			inUse.decrementAndGet();
		}
	}

	/** Whether a logger writes a level. The longest name that matches decides. */
	boolean includes(String logger, Level level) {
		int longest = -1;
		int lowest = Level.OFF_INT;
		for (int i = 0; i < this.loggers.length; i++) {
			String name = this.loggers[i];
			if (name.length() > longest && matches(logger, name)) {
				longest = name.length();
				lowest = this.levels[i];
			}
		}
		return level.levelInt >= lowest;
	}

	private static boolean matches(String logger, String name) {
		return name.isEmpty() || (logger.startsWith(name)
				&& (logger.length() == name.length() || logger.charAt(name.length()) == '.'));
	}

}
