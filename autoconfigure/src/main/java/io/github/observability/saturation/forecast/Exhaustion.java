package io.github.observability.saturation.forecast;

/**
 * When a resource is exhausted if it goes on to fill up as it does now.
 *
 * @param seconds the time left, in seconds
 * @param earliestSeconds the time left at the least, by the lower end of a band of 95 %
 * @param latestSeconds the time left at the most, by the upper end of that band
 */
public record Exhaustion(double seconds, double earliestSeconds, double latestSeconds) {

}
