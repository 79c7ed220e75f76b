package io.github.observability.business;

import org.jspecify.annotations.Nullable;

/**
 * A value that is not counted. It never leaves the package.
 */
final class RejectedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Rejection reason;

	private final transient @Nullable Object value;

	RejectedException(Rejection reason, @Nullable Object value) {
		super(reason.sentence(), null, false, false);
		this.reason = reason;
		this.value = value;
	}

	Rejection reason() {
		return this.reason;
	}

	@Nullable Object value() {
		return this.value;
	}

}
