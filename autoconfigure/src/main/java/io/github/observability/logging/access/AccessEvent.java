package io.github.observability.logging.access;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Event of an access line. It makes no builder and no list of pairs, unless an encoder
 * other than the starter's asks for the pairs.
 */
final class AccessEvent extends LoggingEvent implements AttributeSource {

	private final AccessLine line;

	private AccessEvent(Logger logger, Level level, AccessLine line) {
		super(AccessLog.class.getName(), logger, level, line.message(), null, null);
		this.line = line;
	}

	/**
	 * Log a line for which the logger is enabled.
	 * @param logger the logger
	 * @param level the level of the line
	 * @param line the line
	 */
	static void log(org.slf4j.Logger logger, org.slf4j.event.Level level, AccessLine line) {
		Logger logback = (Logger) logger;
		logback.callAppenders(new AccessEvent(logback, Level.convertAnSLF4JLevel(level), line));
	}

	@Override
	public void forEachAttribute(BiConsumer<String, Object> consumer) {
		this.line.forEachAttribute(consumer);
		List<KeyValuePair> added = super.getKeyValuePairs();
		if (added != null) {
			added.forEach((pair) -> consumer.accept(pair.key, pair.value));
		}
	}

	@Override
	public @Nullable List<KeyValuePair> getKeyValuePairs() {
		List<KeyValuePair> pairs = new ArrayList<>();
		forEachAttribute((key, value) -> pairs.add(new KeyValuePair(key, value)));
		return pairs;
	}

}
