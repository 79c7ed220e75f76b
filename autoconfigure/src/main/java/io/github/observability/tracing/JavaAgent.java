package io.github.observability.tracing;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Tells whether the OpenTelemetry Java agent instruments this JVM. It then traces what
 * Boot would trace as well, and each span would be there twice.
 */
public final class JavaAgent {

	private static final String AGENT = "io.opentelemetry.javaagent.OpenTelemetryAgent";

	private JavaAgent() {
	}

	/**
	 * Return whether the agent is present. Its own class is on the class path of the JVM
	 * whenever {@code -javaagent} names it.
	 * @param classLoader the class loader of the application
	 * @return whether the agent is present
	 */
	public static boolean isPresent(@Nullable ClassLoader classLoader) {
		return ClassUtils.isPresent(AGENT, classLoader);
	}

}
