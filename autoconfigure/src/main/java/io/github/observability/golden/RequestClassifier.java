package io.github.observability.golden;

import java.time.Duration;
import java.util.List;

import io.micrometer.common.KeyValues;

/**
 * Counts served requests by criteria of its own, beside their meters. What counts
 * requests of one kind is found by the same look-up as their timer.
 */
public interface RequestClassifier {

	/**
	 * Return the durations that this tells requests apart by, which are to be bounds of
	 * the latency histogram.
	 * @return the durations, the most important one first
	 */
	List<Duration> thresholds();

	/**
	 * Return what counts requests of one kind. This is asked once for each kind, not for
	 * each request.
	 * @param keyValues the low-cardinality key-values that requests of the kind have
	 * @param error the simple name of their error, {@code none} without one
	 * @return what counts them, {@link RequestCounter#NONE} if nothing does
	 */
	RequestCounter counter(KeyValues keyValues, String error);

}
