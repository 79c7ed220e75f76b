package io.github.observability.cost.advice;

/**
 * A signal over time.
 *
 * @param name the name
 * @param values its values at even steps; not a number where it had none
 */
public record Signal(String name, double[] values) {

}
