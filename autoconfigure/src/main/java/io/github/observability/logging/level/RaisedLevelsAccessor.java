package io.github.observability.logging.level;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Propagates the raised levels of a request to other threads that work for it.
 */
final class RaisedLevelsAccessor implements ThreadLocalAccessor<RaisedLevels> {

	static final String KEY = RaisedLevels.class.getName();

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable RaisedLevels getValue() {
		return RaisedLevels.current();
	}

	@Override
	public void setValue(RaisedLevels value) {
		value.put();
	}

	@Override
	public void setValue() {
		RaisedLevels.clear();
	}

}
