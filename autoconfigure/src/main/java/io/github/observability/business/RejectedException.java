package io.github.observability.business;

import org.jspecify.annotations.Nullable;

/**
 * Signals a value that is not counted. The only one that callers see is
 * {@link Rejection#UNDECLARED}, in strict mode.
 */
final class RejectedException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final Rejection reason;

	private final transient @Nullable Object value;

	private RejectedException(Rejection reason, String message, @Nullable Object value) {
		super(message);
		this.reason = reason;
		this.value = value;
	}

	RejectedException(Rejection reason, @Nullable Object value) {
		this(reason, reason.sentence(), value);
	}

	/**
	 * Create the exception for a key, value or step that was not declared.
	 * @param message what was not declared
	 * @return the exception
	 */
	static RejectedException undeclared(String message) {
		RejectedException undeclared = new RejectedException(Rejection.UNDECLARED, message, message);
		undeclared.recordStackTrace();
		return undeclared;
	}

	Rejection reason() {
		return this.reason;
	}

	@Nullable Object value() {
		return this.value;
	}

	/** A rejection that stays inside of the package needs no stack trace. */
	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

	private void recordStackTrace() {
		super.fillInStackTrace();
	}

}
