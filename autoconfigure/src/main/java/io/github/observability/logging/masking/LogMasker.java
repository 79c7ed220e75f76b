package io.github.observability.logging.masking;

/**
 * Extension point: masks secrets that only the application can recognize, in addition to
 * those that the starter masks.
 * <p>
 * A masker that is a bean works from the time the application context has created it. Log
 * lines are written earlier; a masker that must see the first line is named in
 * {@code META-INF/spring.factories} under the name of this interface instead. Its
 * constructor may take the {@link org.springframework.core.env.Environment Environment}.
 * <p>
 * A masker is called for each text of each line, on the thread that logs. It must be fast
 * and must not log. If it throws, the whole text is masked.
 */
@FunctionalInterface
public interface LogMasker {

	/**
	 * Mask the secrets in a text: a message with its arguments, a value of the MDC or of
	 * a key-value pair, the message of an exception.
	 * @param text the text, cut to the maximum size of a line
	 * @return the text without its secrets, the same instance if it has none
	 */
	String mask(String text);

	/**
	 * Whether the value under a key of the MDC, of a key-value pair, of a structured
	 * argument or of an attribute of a span is secret, whatever it is. For an attribute
	 * of a span, the last segment of its key is asked about, too.
	 * @param key the key
	 * @return whether its value is masked
	 */
	default boolean isSecret(String key) {
		return false;
	}

}
