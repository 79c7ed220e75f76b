package io.github.observability.business;

import java.util.function.DoubleSupplier;

/**
 * Declares the business meters of an application. Declare a meter once, in a constructor
 * or a field, and keep the returned object: recording through it creates no meter.
 * <p>
 * Meters keep the name they are declared with. Tag values are bounded: beyond
 * {@code observability.business.max-tag-values} values per tag or
 * {@code observability.business.max-series} series per meter, further values are counted
 * under {@value #OTHER}. Totals stay exact, while memory and storage stay bounded. Values
 * that look like personal data or free text are counted under {@value #OTHER} as well.
 * <p>
 * Two meters whose names are the same in Prometheus are refused. A meter declared by
 * {@code observability.business.meters} accepts only the declared tag keys and values.
 * With {@code observability.business.strict=true}, any other key or value throws an
 * {@link IllegalArgumentException}; otherwise it is counted under {@value #OTHER}.
 */
public interface BusinessMetrics {

	/**
	 * Tag value for everything beyond the limits.
	 */
	String OTHER = "other";

	/**
	 * Tag value for a missing value.
	 */
	String NONE = "none";

	/**
	 * Declare a counter of business events. Declaring it again returns the same counter.
	 * @param name the name of the meter in lower case with dots, such as
	 * {@code rides.requested}
	 * @param description a description of what is counted
	 * @param tagKeys the keys of the tags, in the order of the values passed later
	 * @return the counter
	 * @throws IllegalArgumentException if a name or key is malformed, or if the name is
	 * already declared in another form
	 */
	BusinessCounter counter(String name, String description, String... tagKeys);

	/**
	 * Declare an amount of money. It is exported as a counter of minor units (cents) with
	 * an additional {@code currency} tag.
	 * @param name the name of the meter in lower case with dots, such as
	 * {@code rides.fares}
	 * @param description a description of the sum
	 * @param tagKeys the keys of the tags, in the order of the values passed later
	 * @return the amount
	 * @throws IllegalArgumentException if a name or key is malformed, or if the name is
	 * already declared in another form
	 */
	BusinessAmount amount(String name, String description, String... tagKeys);

	/**
	 * Declare a quantity other than money.
	 * @param name the name of the meter in lower case with dots, such as
	 * {@code rides.distance}
	 * @param description a description of the sum
	 * @param unit the unit, such as {@code km}
	 * @param tagKeys the keys of the tags, in the order of the values passed later
	 * @return the quantity
	 * @throws IllegalArgumentException if a name or key is malformed, or if the name is
	 * already declared in another form
	 */
	BusinessQuantity quantity(String name, String description, String unit, String... tagKeys);

	/**
	 * Declare events that are counted, added to the span and written as a log line. Their
	 * amounts are exported as {@code <name>.amount}, as with
	 * {@link #amount(String, String, String...)}.
	 * @param name the name of the meter in lower case with dots, such as
	 * {@code rides.completed}
	 * @param description a description of what is counted
	 * @param tagKeys the keys of the tags, in the order of the values passed later
	 * @return the events
	 * @throws IllegalArgumentException if a name or key is malformed, or if the name is
	 * already declared in another form
	 */
	BusinessEvents events(String name, String description, String... tagKeys);

	/**
	 * Declare purchases: events that are also counted by price range.
	 * @param name the name of the meter in lower case with dots, such as
	 * {@code purchases}
	 * @param description a description of what is counted
	 * @param tagKeys the keys of the tags, in the order of the values passed later
	 * @return the purchases
	 * @throws IllegalArgumentException if a name or key is malformed, or if the name is
	 * already declared in another form
	 */
	BusinessPurchases purchases(String name, String description, String... tagKeys);

	/**
	 * Declare a user journey, counted by event and segment.
	 * @param name the name of the meter in lower case with dots, such as
	 * {@code user.events}
	 * @param description a description of what is counted
	 * @return the journey
	 * @throws IllegalArgumentException if the name is malformed or already declared in
	 * another form
	 */
	BusinessJourney journey(String name, String description);

	/**
	 * Return a funnel declared by {@code observability.business.funnels}.
	 * @param name the name of the funnel
	 * @return the funnel
	 * @throws IllegalArgumentException if there is no funnel with that name
	 */
	BusinessFunnel funnel(String name);

	/**
	 * Declare a timer for a business step.
	 * @param name the name of the meter in lower case with dots, such as
	 * {@code drivers.search}
	 * @param description a description of what is timed
	 * @param tagKeys the keys of the tags, in the order of the values passed later
	 * @return the timer
	 * @throws IllegalArgumentException if a name or key is malformed, or if the name is
	 * already declared in another form
	 */
	BusinessTimer timer(String name, String description, String... tagKeys);

	/**
	 * Register a gauge. Unlike a plain gauge of the registry, it holds a strong reference
	 * to what it measures, so that the value does not become {@code NaN} after a garbage
	 * collection.
	 * @param name the name of the meter in lower case with dots, such as
	 * {@code rides.open}
	 * @param description a description of what is measured
	 * @param value supplies the current value at each scrape
	 * @return the gauge; close it when it no longer applies
	 * @throws IllegalArgumentException if the name is malformed or already declared
	 */
	BusinessGauge gauge(String name, String description, DoubleSupplier value);

}
