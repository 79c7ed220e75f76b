package io.github.observability.incidents;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Anomalies that belong together, and what to look at first.
 *
 * @param id its id within this instance
 * @param open whether it is open
 * @param begin when the first member began
 * @param end when the last member ended, {@code null} while it is open
 * @param members the signals that differ, in the order of their begin
 * @param routes the affected routes
 * @param objectives the affected objectives
 * @param suspects what to look at, at most five
 */
public record Incident(String id, boolean open, Instant begin, @Nullable Instant end, List<Member> members,
		List<String> routes, List<String> objectives, List<Suspect> suspects) {

	/**
	 * A signal that differs, or an event.
	 *
	 * @param signal the signal
	 * @param subject what it is about
	 * @param since when it began to differ
	 * @param before the value that was expected then, {@code null} if unknown
	 * @param now the latest value, {@code null} if unknown
	 * @param score the highest score, {@code null} if it has none
	 */
	public record Member(String signal, String subject, Instant since, @Nullable Double before, @Nullable Double now,
			@Nullable Double score) {

	}

}
