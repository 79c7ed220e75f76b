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

	private final Map<String, PatternCounter> meters = new HashMap<>();

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
			// A pattern that is forgotten and found again has the same id.
			boolean gone = byId.get(entry.getKey()) != entry.getValue().pattern();
			if (gone) {
				registry.remove(entry.getValue().meter());
			}
			return gone;
		});
		byId.forEach((id, pattern) -> this.meters.computeIfAbsent(id, (each) -> register(registry, pattern)));
	}

	private static PatternCounter register(MeterRegistry registry, LogPattern pattern) {
		Meter meter = FunctionCounter.builder(PatternMeter.LINES.getName(), pattern, LogPattern::count)
			.description(PatternMeter.LINES.description())
			.tag(PatternMeter.Tag.PATTERN.asString(), pattern.id())
			.tag(PatternMeter.Tag.LEVEL.asString(), pattern.level().toLowerCase(Locale.ROOT))
			.register(registry);
		return new PatternCounter(pattern, meter);
	}

	/**
	 * A meter and what it counts.
	 *
	 * @param pattern the pattern
	 * @param meter the meter
	 */
	private record PatternCounter(LogPattern pattern, Meter meter) {
	}

}
