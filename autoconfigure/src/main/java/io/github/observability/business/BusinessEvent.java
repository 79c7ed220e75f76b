package io.github.observability.business;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Records a business event each time a method of a Spring bean returns, as
 * {@link BusinessEvents} does: after the commit if the method runs in a transaction, and
 * not at all if it throws. A method that returns a {@code Mono} or a
 * {@code CompletionStage} records when that completes.
 * <p>
 * Expressions use the Spring Expression Language. They can refer to the arguments
 * ({@code #order}, {@code #a0}), the return value ({@code #result}) and the bean
 * ({@code #root}). An expression that cannot be parsed or names an unknown argument stops
 * the start. An expression that fails at runtime rejects the event and does not affect
 * the method.
 * <p>
 * The call must go through the Spring proxy: a method that calls an annotated method of
 * its own object records nothing. {@link BusinessMetrics#events} has no such limit.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface BusinessEvent {

	/**
	 * Name of the meter in lower case with dots, such as {@code rides.completed}.
	 * @return the name
	 */
	String name();

	/**
	 * Description of what is counted.
	 * @return the description
	 */
	String description() default "";

	/**
	 * Expression for the amount of the event. Money is exported as {@code <name>.amount}:
	 * a whole number is in minor units, a number with decimals in major units. Any other
	 * quantity is exported as {@code <name>.<unit>}.
	 * @return the expression, empty for events without an amount
	 */
	String value() default "";

	/**
	 * Unit of the amount: a currency code such as {@code EUR}, an expression for a
	 * currency or its code such as {@code #order.currency}, or another unit such as
	 * {@code km}.
	 * @return the unit, required with a value
	 */
	String unit() default "";

	/**
	 * Tags, each a key and an expression: {@code "city=#order.city"}.
	 * @return the tags
	 */
	String[] tags() default {};

	/**
	 * Expression for a deduplication key, such as an order number: an event with the same
	 * key counts once, as with {@link BusinessEvents#once(String)}. An event whose key is
	 * null, blank or an empty {@code Optional} has no key and always counts.
	 * @return the expression, empty if each event counts
	 */
	String key() default "";

}
