package io.github.observability.tracing.tail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.observability.tracing.TracingMeter;
import io.github.observability.tracing.TracingTag;
import io.github.observability.tracing.analysis.TraceAnalysis.Contribution;
import io.github.observability.tracing.analysis.TraceSpan;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * {@link MeterBinder} for what each step contributes to the critical path of a route.
 * Within a trace the largest step comes first, so that it gets a series before the small
 * ones. Steps past the limit count as other.
 */
final class CriticalPathTimers implements MeterBinder {

	static final String OTHER = "other";

	private static final int MOST_ROUTES = 100;

	private final int maxSteps;

	private final Map<String, Map<String, Timer>> timers = new HashMap<>();

	private volatile @Nullable MeterRegistry registry;

	CriticalPathTimers(int maxSteps) {
		this.maxSteps = maxSteps;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registry = registry;
	}

	void record(TraceSpan root, List<Contribution> contributions) {
		MeterRegistry target = this.registry;
		if (target == null) {
			return;
		}
		String route = root.route();
		synchronized (this.timers) {
			String name = known(this.timers, (route != null) ? route : root.name(), MOST_ROUTES);
			Map<String, Timer> steps = this.timers.computeIfAbsent(name, (key) -> new HashMap<>());
			for (Contribution contribution : contributions) {
				String step = known(steps, contribution.span().name(), this.maxSteps);
				steps.computeIfAbsent(step, (key) -> timer(target, name, key))
					.record(contribution.nanos(), TimeUnit.NANOSECONDS);
			}
		}
	}

	private static String known(Map<String, ?> map, String key, int most) {
		return (map.containsKey(key) || map.size() < most) ? key : OTHER;
	}

	private static Timer timer(MeterRegistry registry, String route, String step) {
		return Timer.builder(TracingMeter.CRITICAL_PATH.getName())
			.description(TracingMeter.CRITICAL_PATH.description())
			.tag(TracingTag.ROUTE.asString(), route)
			.tag(TracingTag.STEP.asString(), step)
			.register(registry);
	}

}
