package io.github.observability.tracing;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.FixedValue;
import org.jspecify.annotations.Nullable;

/**
 * Class loaders that see the classes of an OpenTelemetry Java agent.
 */
public final class JavaAgents {

	private JavaAgents() {
	}

	/**
	 * Return a class loader of an application whose JVM was started with the agent.
	 * @return the class loader
	 */
	public static ClassLoader running() {
		return withHolder((Instrumentation) Proxy.newProxyInstance(JavaAgents.class.getClassLoader(),
				new Class<?>[] { Instrumentation.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "hashCode" -> 1;
					case "equals" -> proxy == arguments[0];
					default -> null;
				}));
	}

	/**
	 * Return a class loader of an application that has the jar of the agent on its class
	 * path only.
	 * @return the class loader
	 */
	public static ClassLoader onClassPathOnly() {
		return withHolder(null);
	}

	private static ClassLoader withHolder(@Nullable Instrumentation instrumentation) {
		return new ByteBuddy().subclass(Object.class)
			.name("io.opentelemetry.javaagent.bootstrap.InstrumentationHolder")
			.defineMethod("getInstrumentation", Instrumentation.class, Modifier.PUBLIC | Modifier.STATIC)
			.intercept((instrumentation != null) ? FixedValue.reference(instrumentation) : FixedValue.nullValue())
			.make()
			.load(JavaAgents.class.getClassLoader())
			.getLoaded()
			.getClassLoader();
	}

}
