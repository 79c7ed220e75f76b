package io.github.observability.business;

import org.jspecify.annotations.Nullable;

/**
 * What users do on their way: events by the kind of users, never by the user. An event
 * that is the step of a funnel is counted there, too.
 *
 * @see BusinessMetrics#journey(String, String)
 */
public interface BusinessJourney {

	/**
	 * Somebody did something.
	 * @param event what they did, such as {@code signup}
	 * @param segment the kind of users they belong to, such as {@code new}
	 */
	default void occurred(String event, @Nullable String segment) {
		occurred(event, segment, null);
	}

	/**
	 * Somebody did something.
	 * @param event what they did, such as {@code signup}
	 * @param segment the kind of users they belong to, such as {@code new}
	 * @param subject who they are, so that funnels can tell repeated and skipped steps;
	 * it is remembered for {@code observability.business.funnel-policy.window} and
	 * exported nowhere
	 */
	void occurred(String event, @Nullable String segment, @Nullable String subject);

}
