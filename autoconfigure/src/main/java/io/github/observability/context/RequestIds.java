package io.github.observability.context;

import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * Accepts or makes request ids.
 */
final class RequestIds {

	private static final int MAX_LENGTH = 64;

	private static final char[] HEX = "0123456789abcdef".toCharArray();

	private RequestIds() {
	}

	/**
	 * Return the given id if it is safe to log and to send on, otherwise a new one.
	 * @param candidate the id a caller sent, if any
	 * @return an id of 1 to 64 letters, digits, hyphens and underscores
	 */
	static String acceptOrCreate(@Nullable String candidate) {
		return (candidate != null && isSafe(candidate)) ? candidate : create();
	}

	static boolean isSafe(String candidate) {
		int length = candidate.length();
		if (length == 0 || length > MAX_LENGTH) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			char ch = candidate.charAt(i);
			boolean safe = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '-'
					|| ch == '_';
			if (!safe) {
				return false;
			}
		}
		return true;
	}

	/**
	 * A request id identifies and protects nothing, so it is random but not secret.
	 */
	private static String create() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		char[] id = new char[32];
		write(random.nextLong(), id, 0);
		write(random.nextLong(), id, 16);
		return new String(id);
	}

	private static void write(long value, char[] target, int offset) {
		for (int i = 0; i < 16; i++) {
			target[offset + i] = HEX[(int) (value >>> (60 - 4 * i)) & 0xF];
		}
	}

}
