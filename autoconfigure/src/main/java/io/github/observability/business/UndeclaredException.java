package io.github.observability.business;

/**
 * A key, value or step that was not declared, in strict mode.
 */
final class UndeclaredException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	UndeclaredException(String message) {
		super(message);
	}

}
