package io.github.observability.business;

import org.jspecify.annotations.Nullable;

/**
 * Actions of users, counted by user segment and never by user. An event that is a step of
 * a funnel also counts in that funnel.
 *
 * @see BusinessMetrics#journey(String, String)
 */
public interface BusinessJourney {

	/**
	 * Count an action.
	 * @param event the action, such as {@code signup}
	 * @param segment the segment of the user, such as {@code new}; {@code null} counts as
	 * {@code none}
	 */
	default void occurred(String event, @Nullable String segment) {
		occurred(event, segment, null);
	}

	/**
	 * Count an action.
	 * @param event the action, such as {@code signup}
	 * @param segment the segment of the user, such as {@code new}; {@code null} counts as
	 * {@code none}
	 * @param subject the user, so that funnels recognize repeated and skipped steps; kept
	 * for {@code observability.business.funnel-policy.window} and never exported;
	 * {@code null} or blank if funnels need not know it
	 */
	void occurred(String event, @Nullable String segment, @Nullable String subject);

}
