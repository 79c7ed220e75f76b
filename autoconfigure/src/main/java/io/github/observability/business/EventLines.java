package io.github.observability.business;

import io.micrometer.core.instrument.Tag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes an event as a structured log line. Its values are those it is counted under, so
 * no line has what a tag refuses.
 */
final class EventLines {

	private static final Logger logger = LoggerFactory.getLogger("io.github.observability.business.events");

	private EventLines() {
	}

	static void write(Occurrence occurrence) {
		if (!logger.isInfoEnabled()) {
			return;
		}
		EventKind kind = occurrence.kind();
		LoggingEventBuilder line = logger.atInfo().addKeyValue("business.event", kind.name());
		for (Tag tag : occurrence.events().getId().getTagsAsIterable()) {
			String key = kind.fieldKeys().get(tag.getKey());
			if (key != null) {
				line = line.addKeyValue(key, tag.getValue());
			}
		}
		String currency = occurrence.currency();
		if (currency != null) {
			line = line.addKeyValue("business.amount", occurrence.minorUnits())
				.addKeyValue("business.currency", currency);
		}
		line.log("Business event {}", kind.name());
	}

}
