package io.github.observability.golden;

import java.time.Duration;
import java.util.List;

import io.micrometer.common.KeyValues;

/**
 * Counts served requests by its own criteria, in addition to their meters. The counter of
 * a kind of request is found by the same lookup as its timer.
 */
public interface RequestClassifier {

	/**
	 * Return the durations by which this classifier distinguishes requests. They become
	 * bounds of the latency histogram.
	 * @return the durations, the most important one first
	 */
	List<Duration> thresholds();

	/**
	 * Return the counter of one kind of request. This method is called once per kind, not
	 * per request.
	 * @param keyValues the low-cardinality key-values of the requests
	 * @param error the simple name of their error, or {@code none}
	 * @return the counter, {@link RequestCounter#NONE} to count nothing
	 */
	RequestCounter counter(KeyValues keyValues, String error);

}
