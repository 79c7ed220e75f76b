package io.github.observability.logging.flood;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.observability.logging.masking.Masking;
import io.github.observability.logging.stacktrace.StackHash;
import org.jspecify.annotations.Nullable;

/**
 * What equal lines have in common.
 *
 * @param logger the logger
 * @param level the level
 * @param template the template of the message, or its beginning if it is long
 * @param rest length and hash of a long template, 0 for any other
 * @param stackHash hash of the stack trace, 0 without an exception
 */
record FloodKey(Logger logger, Level level, String template, long rest, long stackHash) {

	/** Characters of a template that a summary shows. */
	static final int MAX_TEMPLATE = 1_024;

	private static final long PRIME = 1_099_511_628_211L;

	static FloodKey of(Logger logger, Level level, String template, @Nullable Throwable throwable) {
		long stackHash = (throwable != null) ? StackHash.of(throwable) : 0;
		// A flood that lasts must not hold all of it.
		String beginning = Masking.beginning(template, MAX_TEMPLATE);
		long rest = (beginning.length() != template.length()) ? rest(template, beginning.length()) : 0;
		return new FloodKey(logger, level, beginning, rest, stackHash);
	}

	private static long rest(String template, int start) {
		long hash = template.length();
		for (int i = start; i < template.length(); i++) {
			hash = (hash ^ template.charAt(i)) * PRIME;
		}
		return hash;
	}

	@Nullable String stackHashText() {
		return (this.stackHash != 0) ? StackHash.text(this.stackHash) : null;
	}

}
