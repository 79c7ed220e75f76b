package io.github.observability.business;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Records a business event each time a method of a Spring bean has returned, as
 * {@link BusinessEvents} does: after the commit if the method runs in a transaction, and
 * not at all if it throws. A method that returns a {@code Mono} or a
 * {@code CompletionStage} has returned once that has completed.
 * <p>
 * Expressions are in Spring's expression language. They see the arguments by name
 * ({@code #order}, {@code #a0}), what the method returned ({@code #result}) and the bean
 * ({@code #root}). One that cannot be parsed, or names an argument that does not exist,
 * stops the start; one that fails later rejects the event and leaves the method alone.
 * <p>
 * The call must come through the bean: a method that calls an annotated one of its own
 * object records nothing. {@link BusinessMetrics#events} has no such limit.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface BusinessEvent {

	/**
	 * The name of the meter in lower case with dots, {@code rides.completed}.
	 * @return the name
	 */
	String name();

	/**
	 * What is counted.
	 * @return the description
	 */
	String description() default "";

	/**
	 * Expression of the amount of the event. Money is exported as {@code <name>.amount};
	 * a whole number is in minor units, and one with decimals in the currency itself.
	 * Another quantity is exported as {@code <name>.<unit>}.
	 * @return the expression; none for events without an amount
	 */
	String value() default "";

	/**
	 * The unit of the amount: the code of a currency such as {@code EUR}, an expression
	 * that gives a currency or its code such as {@code #order.currency}, or the unit of
	 * what is no money, such as {@code km}.
	 * @return the unit; needed where there is a value
	 */
	String unit() default "";

	/**
	 * The tags, each a key and an expression: {@code "city=#order.city"}.
	 * @return the tags
	 */
	String[] tags() default {};

	/**
	 * Expression of what the event is about, such as the number of an order; it counts
	 * once, as {@link BusinessEvents#once(String)} says.
	 * @return the expression; none if each event counts
	 */
	String key() default "";

}
