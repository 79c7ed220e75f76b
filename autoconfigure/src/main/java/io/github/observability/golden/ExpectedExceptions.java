package io.github.observability.golden;

import java.util.List;

/**
 * Exceptions that an application throws as a matter of course: no error, whatever the
 * status they are answered with.
 */
final class ExpectedExceptions {

	private final List<Class<? extends Throwable>> types;

	ExpectedExceptions(List<Class<? extends Throwable>> types) {
		this.types = types;
	}

	boolean contain(Throwable failure) {
		for (Class<? extends Throwable> type : this.types) {
			if (type.isInstance(failure)) {
				return true;
			}
		}
		return false;
	}

}
