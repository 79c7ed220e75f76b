package io.github.observability.tracing;

import java.lang.reflect.InvocationTargetException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Detects an OpenTelemetry Java agent that instruments this JVM. The agent traces what
 * Boot traces too, so each span would exist twice.
 */
public final class JavaAgent {

	/**
	 * Receives the instrumentation when an agent starts. Distributions of other vendors
	 * contain this class under the same name. The JVM loads it from the bootstrap class
	 * path if an agent runs; a jar of the agent on the class path of the application
	 * makes it visible as well, but then nobody has set the instrumentation.
	 */
	private static final String HOLDER = "io.opentelemetry.javaagent.bootstrap.InstrumentationHolder";

	private static final String ENABLED = "otel.javaagent.enabled";

	private JavaAgent() {
	}

	/**
	 * Return whether an agent was started in this JVM and is not switched off.
	 * @param classLoader the class loader of the application
	 * @return whether an agent instruments this JVM
	 */
	public static boolean isRunning(@Nullable ClassLoader classLoader) {
		return isStarted(classLoader) && isEnabled();
	}

	private static boolean isStarted(@Nullable ClassLoader classLoader) {
		try {
			return ClassUtils.forName(HOLDER, classLoader).getMethod("getInstrumentation").invoke(null) != null;
		}
		catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException | InvocationTargetException
				| LinkageError ex) {
			return false;
		}
	}

	/**
	 * Read the switch of the agent, which starts but instruments nothing if it is off.
	 */
	private static boolean isEnabled() {
		String property = System.getProperty(ENABLED);
		String value = (property != null) ? property
				: System.getenv(ENABLED.toUpperCase(Locale.ROOT).replace('.', '_'));
		return value == null || value.isBlank() || Boolean.parseBoolean(value.trim());
	}

}
