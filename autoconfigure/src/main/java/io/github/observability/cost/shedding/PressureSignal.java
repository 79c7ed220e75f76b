package io.github.observability.cost.shedding;

import java.util.Locale;

/**
 * What may be short.
 */
enum PressureSignal {

	/** The heap, as the last garbage collection left it. */
	HEAP("the heap is %.0f %% full after a garbage collection"),

	/** CPU time, as a share of the quota. */
	CPU("%.0f %% of the CPU quota are used"),

	/** Time for which the quota keeps threads from running. */
	THROTTLING("the CPU quota throttles the process for %.0f %% of the time"),

	/** Spans that wait for their exporter. */
	EXPORT_QUEUE("the queue of the span exporter is %.0f %% full");

	private final String sentence;

	private final String value = name().toLowerCase(Locale.ROOT).replace('_', '-');

	PressureSignal(String sentence) {
		this.sentence = sentence;
	}

	/**
	 * Return the name by which properties and the endpoint know it.
	 * @return the name
	 */
	String value() {
		return this.value;
	}

	String describe(double reading) {
		return String.format(Locale.ROOT, this.sentence, 100 * reading);
	}

}
