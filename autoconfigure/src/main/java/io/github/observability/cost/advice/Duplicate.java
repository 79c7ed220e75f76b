package io.github.observability.cost.advice;

/**
 * A signal that repeats another one.
 *
 * @param signal its name
 * @param of the name of the other
 * @param factor what the other is multiplied by
 * @param offset what is added then
 */
public record Duplicate(String signal, String of, double factor, double offset) {

}
