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
 * bounded. So are values that look like personal data or free text.
 * <p>
 * Two meters whose names become one in Prometheus are refused. A meter that
 * {@code observability.business.meters} declares takes no other keys and values than
 * those: with {@code observability.business.mode=strict} a call that gives others throws
 * an {@link IllegalArgumentException}, otherwise they are counted under {@value #OTHER}.
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
	 * Declare a quantity that is no money.
	 * @param name the name of the meter in lower case with dots, {@code rides.distance}
	 * @param description what is summed up
	 * @param unit its unit, {@code km}
	 * @param tagKeys the keys of the tags, in the order in which values are given later
	 * @return the quantity
	 * @throws IllegalArgumentException if a name or key is malformed, or the name was
	 * declared before in another form
	 */
	BusinessQuantity quantity(String name, String description, String unit, String... tagKeys);

	/**
	 * Declare events that are counted, put on the span and written as a log line. An
	 * amount they have is exported as {@code <name>.amount}, as
	 * {@link #amount(String, String, String...)} says.
	 * @param name the name of the meter in lower case with dots, {@code rides.completed}
	 * @param description what is counted
	 * @param tagKeys the keys of the tags, in the order in which values are given later
	 * @return the events
	 * @throws IllegalArgumentException if a name or key is malformed, or the name was
	 * declared before in another form
	 */
	BusinessEvents events(String name, String description, String... tagKeys);

	/**
	 * Declare purchases: events that are counted by the range of their price besides.
	 * @param name the name of the meter in lower case with dots, {@code purchases}
	 * @param description what is counted
	 * @param tagKeys the keys of the tags, in the order in which values are given later
	 * @return the purchases
	 * @throws IllegalArgumentException if a name or key is malformed, or the name was
	 * declared before in another form
	 */
	BusinessPurchases purchases(String name, String description, String... tagKeys);

	/**
	 * Declare a journey of users, counted by event and segment.
	 * @param name the name of the meter in lower case with dots, {@code user.events}
	 * @param description what is counted
	 * @return the journey
	 * @throws IllegalArgumentException if the name is malformed, or was declared before
	 * in another form
	 */
	BusinessJourney journey(String name, String description);

	/**
	 * Return a funnel that {@code observability.business.funnels} declares.
	 * @param name the name of the funnel
	 * @return the funnel
	 * @throws IllegalArgumentException if there is none of that name
	 */
	BusinessFunnel funnel(String name);

	/**
	 * Declare a timer of a step of the business.
	 * @param name the name of the meter in lower case with dots, {@code drivers.search}
	 * @param description what is timed
	 * @param tagKeys the keys of the tags, in the order in which values are given later
	 * @return the timer
	 * @throws IllegalArgumentException if a name or key is malformed, or the name was
	 * declared before in another form
	 */
	BusinessTimer timer(String name, String description, String... tagKeys);

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
