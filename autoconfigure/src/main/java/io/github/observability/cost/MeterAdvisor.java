package io.github.observability.cost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.observability.cost.advice.Duplicate;
import io.github.observability.cost.advice.Signal;
import io.github.observability.cost.advice.SignalAdvice;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.distribution.HistogramSupport;
import org.jspecify.annotations.Nullable;

/**
 * Makes advice of recorded signals and of who reads what.
 */
final class MeterAdvisor {

	private static final int KEPT = 10;

	/** Ten minutes of steps, before which signals are not judged. */
	private static final int FEWEST_STEPS = 60;

	private static final Pattern CANONICAL = Pattern.compile("[a-z0-9]+(\\.[a-z0-9]+)*");

	private final MeterRegistry registry;

	private final MeterSignals signals;

	private final MetricReaders readers;

	MeterAdvisor(MeterRegistry registry, MeterSignals signals, MetricReaders readers) {
		this.registry = registry;
		this.signals = signals;
		this.readers = readers;
	}

	CostAdvice advice() {
		Map<String, Known> meters = meters();
		List<Signal> signals = this.signals.window().signals();
		boolean judged = this.signals.window().steps() >= FEWEST_STEPS;
		List<Signal> recorded = new ArrayList<>(judged ? signals : List.of());
		// Of two that repeat each other, the one that is read is the original.
		recorded.sort(Comparator.comparing((signal) -> !isRead(meters.get(meter(signal.name())))));
		SignalAdvice advice = SignalAdvice.of(recorded, KEPT);
		List<CostAdvice.SignalToKeep> keep = advice.keep()
			.stream()
			.map((kept) -> new CostAdvice.SignalToKeep(kept.signal(), kept.reason(),
					readBy(meters.get(meter(kept.signal())))))
			.toList();
		Set<String> kept = keep.stream().map((each) -> meter(each.signal())).collect(Collectors.toSet());
		List<CostAdvice.MeterAdvice> unread = meters.entrySet()
			.stream()
			.filter((meter) -> !isRead(meter.getValue()))
			.map((meter) -> row(meter.getKey(), meter.getValue(),
					kept.contains(meter.getKey()) ? "nobody reads it, but it is among those that tell most"
							: "nobody reads it"))
			.toList();
		Set<String> removed = unread.stream()
			.map(CostAdvice.MeterAdvice::meter)
			.filter((meter) -> !kept.contains(meter))
			.collect(Collectors.toSet());
		return new CostAdvice((long) this.signals.window().steps() * MeterSignals.STEP_SECONDS, signals.size(),
				this.signals.window().refused(), this.readers.names(), notes(), constants(meters),
				duplicates(meters, recorded, advice.duplicates()), unread,
				meters.values().stream().mapToInt((meter) -> meter.series).sum(),
				removed.stream().mapToInt((meter) -> series(meters.get(meter))).sum(),
				properties(removed, meters.keySet()), keep);
	}

	private List<String> notes() {
		List<String> notes = new ArrayList<>();
		String problem = this.readers.file().problem();
		if (problem != null) {
			notes.add(problem + ".");
		}
		if (this.readers.file().metrics() == null) {
			notes.add("Without '" + CostProperties.PREFIX + ".used-metrics', the readers are only those that the "
					+ "starter generates: compare with your own dashboards and rules before you paste properties.");
		}
		if (this.signals.window().steps() < FEWEST_STEPS) {
			notes.add("Less than ten minutes are recorded, so no signal is judged yet.");
		}
		if (this.signals.slowGauges() > 0) {
			notes.add("Gauges that take long to read and are not recorded: " + this.signals.slowGauges() + ".");
		}
		notes.add("A counter that never moved is not constant: it may count what has not happened yet.");
		return notes;
	}

	private Map<String, Known> meters() {
		Map<String, Integer> series = new SeriesInventory(this.registry).byMeter();
		Map<String, Known> meters = new TreeMap<>();
		this.registry.forEachMeter((meter) -> {
			boolean buckets = meter instanceof HistogramSupport histogram
					&& histogram.takeSnapshot().histogramCounts().length > 0;
			Known known = meters.computeIfAbsent(meter.getId().getName(),
					(name) -> new Known(series.getOrDefault(name, 1)));
			known.tags.add(new HashSet<>(meter.getId().getTags()));
			String reader = this.readers.reader(meter.getId(), buckets);
			if (reader != null) {
				known.readBy = reader;
			}
		});
		return meters;
	}

	private List<CostAdvice.MeterAdvice> constants(Map<String, Known> meters) {
		List<CostAdvice.MeterAdvice> rows = new ArrayList<>();
		meters.forEach((name, known) -> {
			int steps = this.signals.unchangedSteps(name);
			if (steps >= FEWEST_STEPS) {
				rows.add(row(name, known,
						"no series has changed for " + steps * MeterSignals.STEP_SECONDS / 60 + " minutes"));
			}
		});
		return rows;
	}

	/**
	 * A meter repeats another one if each of its signals does, and both have the same
	 * tags: sums of several series may be equal where the series are not.
	 */
	private static List<CostAdvice.MeterAdvice> duplicates(Map<String, Known> meters, List<Signal> recorded,
			List<Duplicate> duplicates) {
		Map<String, Integer> signalsOf = new HashMap<>();
		recorded.forEach((signal) -> signalsOf.merge(meter(signal.name()), 1, Integer::sum));
		Map<String, List<Duplicate>> byMeter = new LinkedHashMap<>();
		duplicates
			.forEach((duplicate) -> byMeter.computeIfAbsent(meter(duplicate.signal()), (name) -> new ArrayList<>())
				.add(duplicate));
		List<CostAdvice.MeterAdvice> rows = new ArrayList<>();
		byMeter.forEach((name, found) -> {
			Set<String> originals = found.stream().map((each) -> meter(each.of())).collect(Collectors.toSet());
			String original = originals.iterator().next();
			Known known = meters.get(name);
			Known other = meters.get(original);
			if (known != null && other != null && originals.size() == 1 && !original.equals(name)
					&& found.size() == signalsOf.getOrDefault(name, 0) && known.tags.equals(other.tags)) {
				Duplicate first = found.get(0);
				rows.add(row(name, known, String.format(Locale.ROOT, "it is %.6g * '%s' %+.6g at each step",
						first.factor(), first.of(), first.offset())));
			}
		});
		return rows;
	}

	private static CostAdvice.MeterAdvice row(String name, Known known, String reason) {
		return new CostAdvice.MeterAdvice(name, known.series, reason, known.readBy);
	}

	/**
	 * Boot turns off all meters whose names begin with the name, so what must stay is
	 * turned on again.
	 */
	static List<String> properties(Set<String> removed, Set<String> all) {
		Map<String, Boolean> settings = new TreeMap<>();
		for (String name : new TreeSet<>(all)) {
			boolean wanted = !removed.contains(name);
			if (wanted != isEnabled(name, settings)) {
				settings.put(name, wanted);
			}
		}
		return settings.entrySet().stream().map((setting) -> key(setting.getKey()) + "=" + setting.getValue()).toList();
	}

	/** The longest name that a setting has decides, as in Boot's filter. */
	private static boolean isEnabled(String name, Map<String, Boolean> settings) {
		String prefix = name;
		while (true) {
			Boolean setting = settings.get(prefix);
			int dot = prefix.lastIndexOf('.');
			if (setting != null || dot < 0) {
				return setting == null || setting;
			}
			prefix = prefix.substring(0, dot);
		}
	}

	/** Boot reads a name as it is only in brackets, unless it is in canonical form. */
	private static String key(String meter) {
		return CANONICAL.matcher(meter).matches() ? "management.metrics.enable." + meter
				: "management.metrics.enable[" + meter + "]";
	}

	private static String meter(String signal) {
		if (signal.endsWith(MeterSignals.RATE) || signal.endsWith(MeterSignals.MEAN)) {
			return signal.substring(0, signal.length() - MeterSignals.RATE.length());
		}
		return signal;
	}

	private static boolean isRead(@Nullable Known meter) {
		return readBy(meter) != null;
	}

	private static @Nullable String readBy(@Nullable Known meter) {
		return (meter != null) ? meter.readBy : null;
	}

	private static int series(@Nullable Known meter) {
		return (meter != null) ? meter.series : 0;
	}

	private static final class Known {

		private final int series;

		private final Set<Set<Tag>> tags = new HashSet<>();

		private @Nullable String readBy;

		Known(int series) {
			this.series = series;
		}

	}

}
