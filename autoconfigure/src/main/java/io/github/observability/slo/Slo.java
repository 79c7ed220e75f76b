package io.github.observability.slo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A service level objective.
 *
 * @param name its name
 * @param target the share of good events that is promised, in percent
 * @param period the period over which it is promised
 * @param source where its events come from
 * @param bad which events are bad however long they take
 * @param ignored which events say nothing
 * @param slowerThan the duration beyond which events are bad, {@code null} if it does not
 * matter
 * @param minBadEvents how many events must be bad before anything alerts
 * @param severity how urgent its alerts may get
 * @param owner who keeps it, {@code null} if nobody is named
 * @param runbook where to read what to do, {@code null} if nowhere
 * @param description what it is about
 */
record Slo(String name, BigDecimal target, SloPeriod period, SloSource source, List<EventRule> bad,
		List<EventRule> ignored, @Nullable Duration slowerThan, int minBadEvents, Severity severity,
		@Nullable String owner, @Nullable String runbook, String description) {

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
	 * Return what an event means if it takes at most {@link #slowerThan()}. An event that
	 * is no success cannot be fast enough, so it says nothing about latency.
	 * @param end how the event ended
	 * @return what it means
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
	 * Return what an event means if it takes longer than {@link #slowerThan()}.
	 * @param end how the event ended
	 * @return what it means
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
