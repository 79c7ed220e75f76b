package io.github.observability.slo;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Matches events by their end.
 *
 * @param text the rule as written in the properties: {@code 5xx}, {@code 429},
 * {@code error}, {@code timeout}, {@code client-abort}, the simple name of an exception,
 * {@code tag=value} or {@code tag=prefix*}
 */
record EventRule(String text) {

	private static final Pattern SYNTAX = Pattern
		.compile("[1-5]xx|[1-5]\\d\\d|error|timeout|client-abort|[A-Z][A-Za-z0-9_$]*");

	private static final Pattern TAG = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*=[^\\s*]([^*]*\\*?)");

	static final EventRule SERVER_ERROR = new EventRule("5xx");

	static final EventRule ERROR = new EventRule("error");

	static final EventRule CLIENT_ABORT = new EventRule("client-abort");

	static EventRule of(String key, String text) {
		if (!SYNTAX.matcher(text).matches() && !TAG.matcher(text).matches()) {
			throw new IllegalArgumentException("'" + key + "' must contain statuses such as '5xx' or '429', 'error', "
					+ "'timeout', 'client-abort', simple names of exceptions such as 'IllegalStateException' or tags "
					+ "such as 'grpc.status_code=UNAVAILABLE', but contained '" + text + "'");
		}
		return new EventRule(text);
	}

	/**
	 * Whether this rule matches an event. An expected exception and a client abort are
	 * not server errors, whatever the status.
	 * @param end the end of the event
	 * @return whether it matches
	 */
	boolean matches(EventEnd end) {
		if (isTag()) {
			return matchesTag(end);
		}
		char first = this.text.charAt(0);
		if (Character.isDigit(first)) {
			return matchesStatus(end, first);
		}
		if (Character.isUpperCase(first)) {
			return this.text.equals(end.exception());
		}
		return switch (this.text) {
			case "error" -> end.exception() != null || end.failed();
			case "timeout" -> isTimeout(end.exception()) || "504".equals(end.status()) || "408".equals(end.status());
			default -> end.isClientAbort();
		};
	}

	private boolean isTag() {
		return this.text.indexOf('=') > 0;
	}

	/**
	 * Return the tag that the rule is about.
	 * @return the key of the tag, {@code null} if the rule is about none
	 */
	@Nullable String tag() {
		return isTag() ? this.text.substring(0, this.text.indexOf('=')) : null;
	}

	private boolean matchesTag(EventEnd end) {
		String value = this.text.substring(this.text.indexOf('=') + 1);
		String actual = end.tags().get(tag());
		if (actual == null) {
			return false;
		}
		return value.endsWith("*") ? actual.startsWith(value.substring(0, value.length() - 1)) : actual.equals(value);
	}

	private boolean matchesStatus(EventEnd end, char first) {
		String status = end.status();
		if (status == null || status.length() != 3 || status.charAt(0) != first) {
			return false;
		}
		if (first == '5' && (end.isClientAbort() || end.isExpected())) {
			return false;
		}
		return this.text.charAt(1) == 'x' || this.text.equals(status);
	}

	private static boolean isTimeout(@Nullable String exception) {
		return exception != null && exception.contains("Timeout");
	}

}
