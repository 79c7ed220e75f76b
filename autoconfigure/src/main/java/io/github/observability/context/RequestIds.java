package io.github.observability.context;

import java.util.concurrent.ThreadLocalRandom;

import io.github.observability.LogOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Accepts or makes request ids.
 */
final class RequestIds {

	private static final int MAX_LENGTH = 64;

	private static final char[] HEX = "0123456789abcdef".toCharArray();

	/** Without a generator of the application. */
	static final RequestIds RANDOM = new RequestIds(null);

	private final @Nullable RequestIdGenerator generator;

	private final LogOnce failure = new LogOnce(LoggerFactory.getLogger(RequestIds.class));

	/**
	 * Create an instance.
	 * @param generator the generator of the application, {@code null} for random ids
	 */
	RequestIds(@Nullable RequestIdGenerator generator) {
		this.generator = generator;
	}

	/**
	 * Return the given id if it is safe to log and to send on, otherwise a new one.
	 * @param candidate the id a caller sent, if any
	 * @return an id of 1 to 64 letters, digits, hyphens and underscores
	 */
	String acceptOrCreate(@Nullable String candidate) {
		if (candidate != null && isSafe(candidate)) {
			return candidate;
		}
		return (this.generator != null) ? generate(this.generator) : create();
	}

	private String generate(RequestIdGenerator generator) {
		try {
			String id = generator.generate();
			if (isSafe(id)) {
				return id;
			}
			this.failure.warn("{} generated a request id that is not 1 to 64 letters, digits, hyphens and underscores; "
					+ "a random id is used", generator);
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			this.failure.warn("{} could not generate a request id; a random id is used", generator, ex);
		}
		return create();
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
	 * Creates a random id. It need not be hard to guess, because a request id protects
	 * nothing.
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
