package io.github.observability.incidents;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A change that an incident may follow.
 *
 * @param time when it happened
 * @param type its type
 * @param name what changed
 * @param before the value before, {@code null} if unknown
 * @param after the value after, {@code null} if unknown
 * @param patternId the id of the log pattern that it is about, {@code null} if it is
 * about something else
 */
public record ChangeEvent(Instant time, ChangeType type, String name, @Nullable String before, @Nullable String after,
		@Nullable String patternId) {

	/**
	 * Describe the change in one line.
	 * @return the description
	 */
	public String describe() {
		String text = this.type.description() + " " + this.name;
		if (this.before != null && this.after != null) {
			return text + " (" + this.before + " to " + this.after + ")";
		}
		return text;
	}

}
