package io.github.observability.tracing.tail;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Decides from which duration a trace is slow, and therefore kept by tail sampling. Beans
 * of this type are asked in their order; the first answer takes precedence over
 * {@code observability.tracing.tail-sampling.routes} and {@code slower-than}.
 */
@FunctionalInterface
public interface SlowTraceRule {

	/**
	 * Return the duration from which traces with a local root are slow. This method is
	 * called once per name, not per trace. If it throws, the rule is ignored for the
	 * name, which is logged once.
	 * @param name the route of the served request, such as {@code /rides/{id}}, or the
	 * name of the span if the local root is not a served request
	 * @return the duration, at most {@code observability.tracing.tail-sampling.max-age};
	 * {@code null} to leave the decision to other rules and the properties
	 */
	@Nullable Duration slowerThan(String name);

}
