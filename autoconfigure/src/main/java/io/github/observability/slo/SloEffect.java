package io.github.observability.slo;

import java.math.BigDecimal;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What one event meant for an objective.
 *
 * @param slo the name of the objective
 * @param description what the objective promises
 * @param result {@code good}, {@code bad} or {@code ignored}
 * @param target the promised share of good events, in percent
 * @param slowerThan the duration beyond which an event is bad, {@code null} if duration
 * is irrelevant
 * @param good good events of this instance
 * @param bad bad events of this instance
 */
public record SloEffect(String slo, String description, String result, BigDecimal target, @Nullable Duration slowerThan,
		long good, long bad) {

}
