package io.github.observability.logging;

/**
 * Masks what only the application knows to be secret, in addition to what the starter
 * masks. Beans mask from the time the application context has created them. Log lines are
 * written before, so what must mask from the first one on is named in
 * {@code META-INF/spring.factories} under this interface's name instead; its constructor
 * may take the {@link org.springframework.core.env.Environment Environment}.
 * <p>
 * Implementations are called for each text of each line, on the thread that logs, so they
 * must be fast and must not log.
 */
@FunctionalInterface
public interface LogMasker {

	/**
	 * Mask what is secret in a text: a message with its arguments, a value of the MDC or
	 * of a key-value pair, the message of an exception.
	 * @param text the text, cut to the limit of a line
	 * @return the text without its secrets, the same instance if it has none
	 */
	String mask(String text);

	/**
	 * Whether the value under a key of the MDC, of a key-value pair or of a structured
	 * argument is secret whatever it is.
	 * @param key the key
	 * @return whether its value is masked
	 */
	default boolean isSecret(String key) {
		return false;
	}

}
