package io.github.observability.slo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A service level objective.
 *
 * @param name the name
 * @param target the promised share of good events, in percent
 * @param period the period over which it must be met
 * @param source the source of its events
 * @param bad rules for bad events, whatever their duration
 * @param ignored rules for ignored events
 * @param slowerThan the duration beyond which events are bad, {@code null} if duration is
 * irrelevant
 * @param minBadEvents the minimum number of bad events for an alert
 * @param severity the highest severity of its alerts
 * @param owner who is responsible for it, {@code null} if unknown
 * @param team the team that its alerts name, {@code null} for that of the service
 * @param runbook a link to instructions, {@code null} if there is none
 * @param description what it promises
 */
record Slo(String name, BigDecimal target, SloPeriod period, SloSource source, List<EventRule> bad,
		List<EventRule> ignored, @Nullable Duration slowerThan, int minBadEvents, Severity severity,
		@Nullable String owner, @Nullable String team, @Nullable String runbook, String description) {

	private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

	/**
	 * Return the share of events that may be bad.
	 * @return the share, from 0 to 1
	 */
	BigDecimal budget() {
		return HUNDRED.subtract(this.target).movePointLeft(2).stripTrailingZeros();
	}

	/**
	 * Return the share of events that must be good.
	 * @return the share, from 0 to 1
	 */
	BigDecimal ratio() {
		return this.target.movePointLeft(2).stripTrailingZeros();
	}

	/**
	 * Return the result of an event that takes at most {@link #slowerThan()}. A failure
	 * says nothing about latency, so an objective for latency ignores it.
	 * @param end the end of the event
	 * @return the result
	 */
	SloResult fast(EventEnd end) {
		if (matches(this.ignored, end)) {
			return SloResult.IGNORED;
		}
		if (matches(this.bad, end)) {
			return SloResult.BAD;
		}
		if (end.isClientAbort() || (this.slowerThan != null && isFailure(end))) {
			return SloResult.IGNORED;
		}
		return SloResult.GOOD;
	}

	/**
	 * Return the result of an event that takes longer than {@link #slowerThan()}.
	 * @param end the end of the event
	 * @return the result
	 */
	SloResult slow(EventEnd end) {
		return (this.slowerThan != null && !matches(this.ignored, end)) ? SloResult.BAD : fast(end);
	}

	private boolean isFailure(EventEnd end) {
		return end.isServerError() || (!(this.source instanceof SloSource.Requests) && EventRule.ERROR.matches(end));
	}

	private static boolean matches(List<EventRule> rules, EventEnd end) {
		for (EventRule rule : rules) {
			if (rule.matches(end)) {
				return true;
			}
		}
		return false;
	}

}
