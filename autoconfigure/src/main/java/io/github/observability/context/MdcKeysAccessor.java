package io.github.observability.context;

import java.util.List;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Propagates the MDC keys that the user chose. Unlike Micrometer's accessor for SLF4J, it
 * captures nothing if none of them is set and leaves other keys alone.
 */
final class MdcKeysAccessor implements ThreadLocalAccessor<MdcKeysAccessor.Captured> {

	static final String KEY = MdcKeysAccessor.class.getName();

	private final String[] keys;

	MdcKeysAccessor(List<String> keys) {
		this.keys = keys.toArray(String[]::new);
	}

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable Captured getValue() {
		@Nullable String[] values = null;
		for (int i = 0; i < this.keys.length; i++) {
			String value = MDC.get(this.keys[i]);
			if (value != null) {
				values = (values != null) ? values : new String[this.keys.length];
				values[i] = value;
			}
		}
		return (values != null) ? new Captured(this.keys, values) : null;
	}

	@Override
	public void setValue(Captured captured) {
		for (int i = 0; i < captured.keys.length; i++) {
			String value = captured.values[i];
			if (value != null) {
				MDC.put(captured.keys[i], value);
			}
			else {
				MDC.remove(captured.keys[i]);
			}
		}
	}

	@Override
	public void setValue() {
		for (String key : this.keys) {
			MDC.remove(key);
		}
	}

	/**
	 * The entries of a thread, with their keys: another application in the JVM may choose
	 * others.
	 */
	static final class Captured {

		private final String[] keys;

		private final @Nullable String[] values;

		Captured(String[] keys, @Nullable String[] values) {
			this.keys = keys;
			this.values = values;
		}

	}

}
