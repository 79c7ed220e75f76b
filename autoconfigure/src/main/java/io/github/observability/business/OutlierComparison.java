package io.github.observability.business;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the groups of a pair of counters over a window and logs each group that
 * becomes an outlier or stops being one.
 */
final class OutlierComparison {

	private static final Logger logger = LoggerFactory.getLogger("io.github.observability.business.events");

	private final String name;

	private final String events;

	private final String failures;

	private final String tag;

	private final int minVolume;

	private final MeterRegistry registry;

	private final Function<String, Collection<Counter>> counters;

	/** Totals by group, from the start of the window on. */
	private final Deque<Map<String, OutlierFunnelPlot.Group>> readings = new ArrayDeque<>();

	private final int maxReadings;

	private volatile Map<String, OutlierFunnelPlot.Verdict> verdicts = Map.of();

	private final Map<String, Gauge> gauges = new HashMap<>();

	OutlierComparison(String name, BusinessProperties.OutlierDeclaration declaration, Duration interval,
			MeterRegistry registry, Function<String, Collection<Counter>> counters) {
		this.name = name;
		this.events = Objects.requireNonNull(declaration.events());
		this.failures = Objects.requireNonNull(declaration.failures());
		this.tag = Objects.requireNonNull(declaration.tag());
		this.minVolume = declaration.minVolume();
		this.registry = registry;
		this.counters = counters;
		this.maxReadings = (int) Math.min(10_000, declaration.window().toMillis() / Math.max(1, interval.toMillis()));
		this.readings.addLast(Map.of());
	}

	String name() {
		return this.name;
	}

	/**
	 * Compare the groups now.
	 */
	synchronized void compare() {
		Map<String, OutlierFunnelPlot.Group> now = totals();
		List<OutlierFunnelPlot.Group> groups = new ArrayList<>();
		Map<String, OutlierFunnelPlot.Group> then = this.readings.getFirst();
		now.forEach((group, total) -> {
			OutlierFunnelPlot.Group since = since(total, then.get(group));
			if (since.events() >= this.minVolume) {
				groups.add(since);
			}
		});
		this.readings.addLast(now);
		if (this.readings.size() > this.maxReadings) {
			this.readings.removeFirst();
		}
		update(OutlierFunnelPlot.judge(groups), now);
	}

	private Map<String, OutlierFunnelPlot.Group> totals() {
		Map<String, Long> events = sum(this.events);
		Map<String, Long> failures = sum(this.failures);
		Map<String, OutlierFunnelPlot.Group> totals = new TreeMap<>();
		events.forEach((group, number) -> totals.put(group, new OutlierFunnelPlot.Group(group, number,
				// A failure may be counted just before its event.
				Math.min(number, failures.getOrDefault(group, 0L)))));
		return totals;
	}

	private Map<String, Long> sum(String meter) {
		Map<String, Long> sums = new HashMap<>();
		for (Counter counter : this.counters.apply(meter)) {
			String group = counter.getId().getTag(this.tag);
			// These are mixtures of groups.
			if (group != null && !group.equals(BusinessMetrics.OTHER) && !group.equals(BusinessMetrics.NONE)) {
				sums.merge(group, (long) counter.count(), Long::sum);
			}
		}
		return sums;
	}

	private static OutlierFunnelPlot.Group since(OutlierFunnelPlot.Group now, OutlierFunnelPlot.@Nullable Group then) {
		if (then == null) {
			return now;
		}
		long events = Math.max(0, now.events() - then.events());
		return new OutlierFunnelPlot.Group(now.name(), events,
				Math.min(events, Math.max(0, now.failures() - then.failures())));
	}

	private void update(List<OutlierFunnelPlot.Verdict> verdicts, Map<String, OutlierFunnelPlot.Group> groups) {
		Map<String, OutlierFunnelPlot.Verdict> before = this.verdicts;
		Map<String, OutlierFunnelPlot.Verdict> latest = new TreeMap<>();
		verdicts.forEach((verdict) -> latest.put(verdict.group().name(), verdict));
		this.verdicts = latest;
		groups.keySet().forEach(this::gauge);
		for (String group : groups.keySet()) {
			OutlierFunnelPlot.Verdict verdict = latest.get(group);
			boolean was = isOutlier(before.get(group));
			if (verdict != null && verdict.outlier() != was) {
				log(verdict);
			}
		}
	}

	private void gauge(String group) {
		this.gauges.computeIfAbsent(group, (name) -> {
			register(BusinessMeter.OUTLIER_RATIO, name);
			return register(BusinessMeter.OUTLIER, name);
		});
	}

	private Gauge register(BusinessMeter meter, String group) {
		return Gauge.builder(meter.getName(), () -> (meter == BusinessMeter.OUTLIER) ? outlier(group) : ratio(group))
			.description(meter.description())
			.tags(meter.tags(this.name, group))
			.strongReference(true)
			.register(this.registry);
	}

	private double outlier(String group) {
		return isOutlier(this.verdicts.get(group)) ? 1 : 0;
	}

	private double ratio(String group) {
		OutlierFunnelPlot.Verdict verdict = this.verdicts.get(group);
		return (verdict != null) ? verdict.ratio() : Double.NaN;
	}

	private static boolean isOutlier(OutlierFunnelPlot.@Nullable Verdict verdict) {
		return verdict != null && verdict.outlier();
	}

	private void log(OutlierFunnelPlot.Verdict verdict) {
		OutlierFunnelPlot.Group group = verdict.group();
		(verdict.outlier() ? logger.atWarn() : logger.atInfo()).addKeyValue("business.comparison", this.name)
			.addKeyValue("business.group", group.name())
			.addKeyValue("business.ratio", verdict.ratio())
			.addKeyValue("business.failures", group.failures())
			.addKeyValue("business.events", group.events())
			.log(verdict.outlier() ? "Group {} of {} fails more often than the others"
					: "Group {} of {} no longer fails more often than the others", group.name(), this.name);
	}

	/**
	 * Return the verdicts on the groups with enough volume.
	 * @return the verdicts, by name of the group
	 */
	Map<String, OutlierFunnelPlot.Verdict> verdicts() {
		return this.verdicts;
	}

}
