package io.github.observability.dashboards.grafana;

/**
 * Marks on the time axis: the values of an expression are times, in milliseconds.
 *
 * @param name what the marks are
 * @param expression the times
 * @param title the text of a mark
 * @param color its color
 */
public record Annotation(String name, String expression, String title, String color) {

}
