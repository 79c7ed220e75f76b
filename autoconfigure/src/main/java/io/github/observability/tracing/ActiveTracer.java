package io.github.observability.tracing;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The tracer that records the traces of an application. The starter extends only the one
 * of OpenTelemetry: with another one on the class path, such as Brave's, Boot may create
 * that one instead.
 */
public final class ActiveTracer {

	private static final String OPENTELEMETRY = "io.micrometer.tracing.otel.bridge.OtelTracer";

	private final Supplier<@Nullable Object> tracer;

	ActiveTracer(Supplier<@Nullable Object> tracer) {
		this.tracer = tracer;
	}

	/**
	 * Return what keeps the starter's tracing from having an effect.
	 * @return a sentence without a period, {@code null} if nothing does
	 */
	public @Nullable String obstacle() {
		Object tracer = this.tracer.get();
		if (tracer == null || isOpenTelemetry(tracer.getClass())) {
			return null;
		}
		return "traces are recorded by '" + tracer.getClass().getName() + "', not by OpenTelemetry";
	}

	private static boolean isOpenTelemetry(Class<?> type) {
		for (Class<?> each = type; each != null; each = each.getSuperclass()) {
			if (each.getName().equals(OPENTELEMETRY)) {
				return true;
			}
		}
		return false;
	}

}
