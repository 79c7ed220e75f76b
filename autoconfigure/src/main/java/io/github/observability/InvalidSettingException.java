package io.github.observability;

/**
 * Signals a setting that turns out to be invalid after it was bound. It makes startup
 * fail with a message that names the property, its value and the fix, without a stack
 * trace.
 */
public final class InvalidSettingException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	/** What to do, as a sentence. */
	private final String fix;

	/**
	 * Create an exception.
	 * @param key the full key of the property
	 * @param value its value
	 * @param reason why the value is invalid, as a clause without a full stop
	 * @param fix what to do, as a sentence
	 */
	public InvalidSettingException(String key, Object value, String reason, String fix) {
		super("'%s' is '%s': %s".formatted(key, value, reason));
		this.fix = fix;
	}

	/**
	 * Create an exception for a key that is invalid whatever its value, which is left out
	 * as it may be secret.
	 * @param reason what is invalid, as a sentence without a full stop
	 * @param fix what to do, as a sentence
	 */
	public InvalidSettingException(String reason, String fix) {
		super(reason);
		this.fix = fix;
	}

	String fix() {
		return this.fix;
	}

}
