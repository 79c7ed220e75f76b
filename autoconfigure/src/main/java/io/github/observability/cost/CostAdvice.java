package io.github.observability.cost;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Which meters nobody needs, and which tell most.
 *
 * @param seconds the time that is recorded, at most an hour
 * @param signals the number of signals that are recorded
 * @param furtherSignals the number of signals that found no place
 * @param readers who is known to read metrics
 * @param notes what to consider
 * @param constant gauges that never changed
 * @param duplicate meters that repeat another one
 * @param unread meters that nobody reads
 * @param series the number of series of all meters
 * @param removableSeries the series that the properties remove
 * @param properties properties that remove what nobody reads
 * @param keep the signals that tell most, the best first
 */
record CostAdvice(long seconds, int signals, int furtherSignals, List<String> readers, List<String> notes,
		List<MeterAdvice> constant, List<MeterAdvice> duplicate, List<MeterAdvice> unread, int series,
		int removableSeries, List<String> properties, List<SignalToKeep> keep) {

	/**
	 * A meter.
	 *
	 * @param meter its name
	 * @param series the number of its series
	 * @param reason why it is listed
	 * @param readBy one of its readers, {@code null} without any
	 */
	record MeterAdvice(String meter, int series, String reason, @Nullable String readBy) {

	}

	/**
	 * A signal that tells much.
	 *
	 * @param signal the name of a meter, and what of it
	 * @param reason why
	 * @param readBy one of the readers of the meter, {@code null} without any
	 */
	record SignalToKeep(String signal, String reason, @Nullable String readBy) {

	}

}
