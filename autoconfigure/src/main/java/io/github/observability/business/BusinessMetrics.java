package io.github.observability.business;

import java.util.function.DoubleSupplier;

/**
 * Declares the business meters of an application. Declare a meter once, in a constructor
 * or a field, and keep what is returned: recording through it builds nothing.
 * <p>
 * Meters bear the name they are declared with. Tag values are bounded: past
 * {@code observability.business.max-tag-values} values of one tag, or
 * {@code observability.business.max-series} series of one meter, further values are
 * counted under {@value #OTHER}, so that totals stay exact while memory and storage stay
 * bounded.
 */
public interface BusinessMetrics {

	/**
	 * Tag value under which everything past the limits is counted.
	 */
	String OTHER = "other";

	/**
	 * Tag value of a tag that was given no value.
	 */
	String NONE = "none";

	/**
	 * Declare a counter of business events. Declaring it again returns the same counter.
	 * @param name the name of the meter in lower case with dots, {@code rides.requested}
	 * @param description what is counted
	 * @param tagKeys the keys of the tags, in the order in which values are given later
	 * @return the counter
	 * @throws IllegalArgumentException if a name or key is malformed, or the name was
	 * declared before in another form
	 */
	BusinessCounter counter(String name, String description, String... tagKeys);

	/**
	 * Declare an amount of money. It is exported as a counter of minor units (cents) with
	 * a {@code currency} tag beside those given here.
	 * @param name the name of the meter in lower case with dots, {@code rides.fares}
	 * @param description what is summed up
	 * @param tagKeys the keys of the tags, in the order in which values are given later
	 * @return the amount
	 * @throws IllegalArgumentException if a name or key is malformed, or the name was
	 * declared before in another form
	 */
	BusinessAmount amount(String name, String description, String... tagKeys);

	/**
	 * Register a gauge. Unlike a plain gauge of the registry it holds what it measures
	 * strongly, so the value never turns into {@code NaN} because of a garbage
	 * collection.
	 * @param name the name of the meter in lower case with dots, {@code rides.open}
	 * @param description what is measured
	 * @param value gives the current value; called at each scrape
	 * @return the gauge, to be closed when what it measures ends
	 * @throws IllegalArgumentException if the name is malformed or declared already
	 */
	BusinessGauge gauge(String name, String description, DoubleSupplier value);

}
