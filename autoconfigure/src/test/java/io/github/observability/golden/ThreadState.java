package io.github.observability.golden;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.TreeMap;

import org.slf4j.MDC;

/**
 * What requests may leave at a thread. It is read from outside, so no thread of any pool
 * is missed, whoever owns the pool.
 */
enum ThreadState {

	/** Keys of the log lines. */
	MDC_KEYS {
		@Override
		Object holder() throws ReflectiveOperationException {
			Object adapter = MDC.getMDCAdapter();
			return field(adapter.getClass(), "readWriteThreadLocalMap").get(adapter);
		}
	},

	/** The current observation. */
	OBSERVATION {
		@Override
		Object holder() throws ReflectiveOperationException {
			return field(Class.forName("io.micrometer.observation.SimpleObservationRegistry"), "localObservationScope")
				.get(null);
		}
	},

	/** The current span and baggage. */
	CONTEXT {
		@Override
		Object holder() throws ReflectiveOperationException {
			return field(Class.forName("io.opentelemetry.context.ThreadLocalContextStorage"), "THREAD_LOCAL_STORAGE")
				.get(null);
		}
	};

	/** Option that the virtual machine needs. */
	static final String JVM_OPTION = "--add-opens=java.base/java.lang=ALL-UNNAMED";

	/**
	 * Return the state of all threads that have had any.
	 * @return the state as text by name of the thread, {@code null} or {@code {}} if
	 * nothing is left
	 */
	Map<String, String> byThread() {
		try {
			Object holder = holder();
			Field locals = field(Thread.class, "threadLocals");
			Field table = field(locals.getType(), "table");
			Field value = field(table.getType().getComponentType(), "value");
			Map<String, String> states = new TreeMap<>();
			for (Thread thread : Thread.getAllStackTraces().keySet()) {
				Object map = locals.get(thread);
				if (map == null) {
					continue;
				}
				for (Object entry : (Object[]) table.get(map)) {
					if (entry != null && ((Reference<?>) entry).get() == holder) {
						states.put(thread.getName() + "#" + thread.getId(), String.valueOf(value.get(entry)));
					}
				}
			}
			return states;
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return what is left.
	 * @return the state as text by name of the thread
	 */
	Map<String, String> left() {
		Map<String, String> left = byThread();
		left.values().removeIf((state) -> "null".equals(state) || "{}".equals(state));
		return left;
	}

	/**
	 * Return the thread local that holds the state.
	 */
	abstract Object holder() throws ReflectiveOperationException;

	private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
		Field field = type.getDeclaredField(name);
		field.setAccessible(true);
		return field;
	}

}
