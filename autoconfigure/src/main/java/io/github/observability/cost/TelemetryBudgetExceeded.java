package io.github.observability.cost;

/**
 * Application event: telemetry uses more than a budget allows. Published once, and again
 * only after less than 90 % of the budget was used.
 *
 * @param budget the name of the property, such as {@code log-size-per-day}
 * @param limit the limit
 * @param used what is used
 */
public record TelemetryBudgetExceeded(String budget, double limit, double used) {

}
