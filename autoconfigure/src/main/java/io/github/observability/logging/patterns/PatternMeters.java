package io.github.observability.logging.patterns;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Counts the lines of the most frequent patterns. Their ids are tags, never their text.
 * The meter of a pattern that is no longer among them is removed.
 */
final class PatternMeters implements MeterBinder, Runnable {

	static final int MOST = 20;

	private final LogPatterns patterns;

	private final Map<String, Meter> meters = new HashMap<>();

	private @Nullable MeterRegistry registry;

	PatternMeters(LogPatterns patterns) {
		this.patterns = patterns;
		patterns.meters(this);
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.registry = registry;
		FunctionCounter.builder(PatternMeter.DROPPED.getName(), this.patterns, LogPatterns::droppedSoFar)
			.description(PatternMeter.DROPPED.description())
			.register(registry);
	}

	@Override
	public synchronized void run() {
		MeterRegistry registry = this.registry;
		if (registry == null) {
			return;
		}
		List<LogPattern> most = this.patterns.mostFrequent(MOST);
		Map<String, LogPattern> byId = most.stream()
			.collect(Collectors.toMap(LogPattern::id, (pattern) -> pattern, (first, second) -> first));
		this.meters.entrySet().removeIf((entry) -> {
			boolean gone = !byId.containsKey(entry.getKey());
			if (gone) {
				registry.remove(entry.getValue());
			}
			return gone;
		});
		byId.forEach((id, pattern) -> this.meters.computeIfAbsent(id, (each) -> register(registry, pattern)));
	}

	private static Meter register(MeterRegistry registry, LogPattern pattern) {
		return FunctionCounter.builder(PatternMeter.LINES.getName(), pattern, LogPattern::count)
			.description(PatternMeter.LINES.description())
			.tag(PatternMeter.Tag.PATTERN.asString(), pattern.id())
			.tag(PatternMeter.Tag.LEVEL.asString(), pattern.level().toLowerCase(Locale.ROOT))
			.register(registry);
	}

}
