package io.github.observability.business;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One event of {@link BusinessEvents} that is about to be recorded.
 *
 * @param recorder the recorder
 * @param kind the kind of event
 * @param events the counter of the event
 * @param amount the counter of its amount or quantity, if it has one
 * @param value its amount in minor units, or its quantity
 * @param key the deduplication key, if it has one
 */
record EventOccurrence(EventRecorder recorder, Kind kind, Counter events, @Nullable Counter amount, double value,
		@Nullable String key) implements CommitBoundary.Recording {

	private static final Logger logger = LoggerFactory.getLogger("io.github.observability.business.events");

	@Override
	public String meter() {
		return this.kind.name();
	}

	@Override
	public void run() {
		this.recorder.write(this);
	}

	/**
	 * Return the amount, which a double holds exactly.
	 * @return the amount in minor units
	 */
	long minorUnits() {
		return (long) this.value;
	}

	/**
	 * Return the ISO 4217 code of the amount.
	 * @return the code, {@code null} without an amount of money
	 */
	@Nullable String currency() {
		return (this.amount != null) ? this.amount.getId().getTag(BusinessTag.CURRENCY.asString()) : null;
	}

	/**
	 * Write the event as a structured log line. It has the tag values that the event is
	 * counted under, so a value that a tag refuses does not reach the log.
	 */
	void log() {
		if (!logger.isInfoEnabled()) {
			return;
		}
		LoggingEventBuilder line = logger.atInfo().addKeyValue("business.event", this.kind.name());
		for (Tag tag : this.events.getId().getTagsAsIterable()) {
			String field = this.kind.fieldKeys().get(tag.getKey());
			if (field != null) {
				line = line.addKeyValue(field, tag.getValue());
			}
		}
		String currency = currency();
		if (currency != null) {
			line = line.addKeyValue("business.amount", minorUnits()).addKeyValue("business.currency", currency);
		}
		line.log("Business event {}", this.kind.name());
	}

	/**
	 * A kind of event, with the names of its span attributes and log fields.
	 *
	 * @param name the name of the business meter
	 * @param spanKey the attribute that marks a span in which the event occurred
	 * @param spanKeys the attribute of each tag key
	 * @param fieldKeys the log field of each tag key
	 */
	record Kind(String name, String spanKey, Map<String, String> spanKeys, Map<String, String> fieldKeys) {

		private static final String PREFIX = "business.";

		static Kind of(String name, List<String> tagKeys) {
			return new Kind(name, PREFIX + name, prefixed(PREFIX + name + ".", tagKeys),
					prefixed(PREFIX + "tags.", tagKeys));
		}

		private static Map<String, String> prefixed(String prefix, List<String> tagKeys) {
			return tagKeys.stream().collect(Collectors.toUnmodifiableMap((key) -> key, (key) -> prefix + key));
		}

	}

}
