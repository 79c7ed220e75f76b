package io.github.observability.context.matrix;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

import org.springframework.util.ReflectionUtils;

/**
 * The kind of threads that an application runs its tasks on.
 */
enum Threads {

	PLATFORM,

	VIRTUAL;

	static final int JAVA = Runtime.version().feature();

	boolean isPossible() {
		return this == PLATFORM || JAVA >= 21;
	}

	ThreadFactory factory() {
		if (this == PLATFORM) {
			return Executors.defaultThreadFactory();
		}
		Object builder = call(Thread.class, null, "ofVirtual");
		return (ThreadFactory) call(type("java.lang.Thread$Builder"), builder, "factory");
	}

	static ExecutorService perTask() {
		return (JAVA >= 21) ? (ExecutorService) call(Executors.class, null, "newVirtualThreadPerTaskExecutor")
				: Executors.newCachedThreadPool();
	}

	/**
	 * Fork one task in a scope of structured concurrency, which is a preview of Java 25.
	 */
	static Object fork(Callable<?> task) {
		Class<?> type = type("java.util.concurrent.StructuredTaskScope");
		Object scope = call(type, null, "open");
		try {
			Object subtask = ReflectionUtils.invokeMethod(ReflectionUtils.findMethod(type, "fork", Callable.class),
					scope, task);
			call(type, scope, "join");
			return call(type("java.util.concurrent.StructuredTaskScope$Subtask"), subtask, "get");
		}
		finally {
			call(type, scope, "close");
		}
	}

	private static Class<?> type(String name) {
		try {
			return Class.forName(name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Object call(Class<?> type, Object target, String name) {
		return ReflectionUtils.invokeMethod(ReflectionUtils.findMethod(type, name), target);
	}

}
