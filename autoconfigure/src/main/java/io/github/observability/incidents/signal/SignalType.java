package io.github.observability.incidents.signal;

import java.util.Locale;

import io.github.observability.incidents.detection.SeriesKind;

/**
 * What a signal says about its subject.
 */
public enum SignalType {

	/** Requests or calls per second. */
	TRAFFIC(SeriesKind.RATE, "events per second"),

	/** Share of requests or calls that failed. */
	ERRORS(SeriesKind.RATIO, "share of errors"),

	/** Mean duration of what succeeded. */
	LATENCY(SeriesKind.LATENCY, "mean duration"),

	/** 95th percentile of the duration. */
	TAIL_LATENCY(SeriesKind.LATENCY, "95th percentile of the duration"),

	/** Share of a limited resource in use. */
	UTILIZATION(SeriesKind.UTILIZATION, "utilization"),

	/** Work that waits for a resource, or time spent waiting. */
	WAITING(SeriesKind.QUANTITY, "waiting"),

	/** Log lines of a level or pattern per second. */
	LOG_LINES(SeriesKind.RATE, "log lines per second"),

	/** Occurrences of a business event per second. */
	BUSINESS(SeriesKind.RATE, "business events per second"),

	/** Share of bad events of an objective. */
	OBJECTIVE(SeriesKind.RATIO, "share of bad events"),

	/** All signals of a route judged together. */
	COMBINATION(SeriesKind.SCORE, "unusual combination");

	private final SeriesKind kind;

	private final String description;

	SignalType(SeriesKind kind, String description) {
		this.kind = kind;
		this.description = description;
	}

	/**
	 * Return the kind of its series.
	 * @return the kind
	 */
	public SeriesKind kind() {
		return this.kind;
	}

	/**
	 * Return words for a reader.
	 * @return the description
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Return the name as it is part of the name of a series, such as
	 * {@code tail-latency}.
	 * @return the label
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
