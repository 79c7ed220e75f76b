package io.github.observability.cost.series;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

import io.github.observability.DaemonScheduler;
import io.github.observability.LogOnce;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;

/**
 * Counts and logs what collapses. Counted are look-ups that pass the filters, which is
 * all but those by the id that created the series. A filter is called under locks of its
 * registry, so that a counter cannot be registered there; a thread does it, which exists
 * only once something collapsed.
 */
final class SeriesReporter implements MeterBinder, DisposableBean {

	/** Stands for the combination of all tags. */
	static final String ALL = "all";

	private static final Logger logger = LoggerFactory.getLogger(SeriesGuard.class);

	private static final int MAX_COUNTERS = 1_000;

	private static final int MAX_LENGTH = 100;

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final StackWalker STACK = StackWalker.getInstance();

	/** Packages that record for somebody else. */
	private static final List<String> PASSED = List.of("io.micrometer.", "java.", "jdk.",
			"io.github.observability.golden.");

	private static final Set<String> OWN = Set.of(SeriesReporter.class.getName(), SeriesGuard.class.getName(),
			GuardedMeter.class.getName());

	private final Map<Key, LongAdder> counters = new ConcurrentHashMap<>();

	private final Queue<Runnable> lines = new ConcurrentLinkedQueue<>();

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	private final Set<Key> registered = new HashSet<>();

	private final LogOnce total = new LogOnce(logger);

	private final DaemonScheduler scheduler = new DaemonScheduler("observability-cost");

	/**
	 * Return what counts the look-ups that collapse.
	 * @param meter the name of the meter
	 * @param key the key of the tag
	 * @return the counter
	 */
	LongAdder counter(String meter, String key) {
		Key asked = new Key(meter, key);
		boolean known = this.counters.containsKey(asked) || this.counters.size() < MAX_COUNTERS;
		return this.counters.computeIfAbsent(known ? asked : new Key(GuardedTag.OTHER, GuardedTag.OTHER),
				(each) -> new LongAdder());
	}

	void values(String meter, String key, int max, List<String> samples) {
		String recorder = recorder();
		log(() -> logger
			.warn("Tag '{}' of meter '{}' has more than {} values, such as {}; what {} records with further ones is "
					+ "recorded as '{}' and counted by '{}'. Remove the tag or raise '{}.max-tag-values-by-meter.{}'",
					key, meter, max, quoted(samples), recorder, GuardedTag.OTHER, SeriesMeter.COLLAPSED.getName(),
					SeriesProperties.PREFIX, meter));
	}

	void combinations(String meter, List<String> keys, int max, List<String> samples) {
		String recorder = recorder();
		log(() -> logger.warn(
				"Meter '{}' has more than {} combinations of the tags {}, such as {}; what {} records with further ones "
						+ "is recorded as '{}' and counted by '{}'. Remove a tag or raise '{}.max-series-by-meter.{}'",
				meter, max, quoted(keys), quoted(samples), recorder, GuardedTag.OTHER, SeriesMeter.COLLAPSED.getName(),
				SeriesProperties.PREFIX, meter));
	}

	void total(String meter, int max, List<String> samples) {
		String recorder = recorder();
		log(() -> this.total.warn(
				"All meters together have {} series; further ones, such as {} of '{}' that {} records, are recorded as "
						+ "'{}' and counted by '{}'. Raise '{}.max-total' if that is wanted",
				max, quoted(samples), meter, recorder, GuardedTag.OTHER, SeriesMeter.COLLAPSED.getName(),
				SeriesProperties.PREFIX));
	}

	private void log(Runnable line) {
		if (this.lines.size() < MAX_COUNTERS) {
			this.lines.add(line);
		}
		this.scheduler.start(this::drain, Duration.ZERO, INTERVAL);
	}

	private static String quoted(List<String> values) {
		List<String> quoted = new ArrayList<>();
		for (String value : values) {
			quoted.add("'" + ((value.length() > MAX_LENGTH) ? value.substring(0, MAX_LENGTH) + "..." : value) + "'");
		}
		return String.join(", ", quoted);
	}

	/** The class that asked Micrometer for the meter. */
	private static String recorder() {
		return STACK.walk((frames) -> frames.map(StackWalker.StackFrame::getClassName)
			.filter((name) -> !OWN.contains(name) && PASSED.stream().noneMatch(name::startsWith))
			.findFirst()
			.orElse("an unknown class"));
	}

	void drain() {
		register();
		for (Runnable line = this.lines.poll(); line != null; line = this.lines.poll()) {
			line.run();
		}
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		synchronized (this.registered) {
			this.registries.add(registry);
			this.registered.clear();
		}
		register();
	}

	private void register() {
		synchronized (this.registered) {
			this.counters.forEach((key, counter) -> {
				if (!this.registries.isEmpty() && this.registered.add(key)) {
					this.registries.forEach((registry) -> register(registry, key, counter));
				}
			});
		}
	}

	private static void register(MeterRegistry registry, Key key, LongAdder counter) {
		FunctionCounter.builder(SeriesMeter.COLLAPSED.getName(), counter, LongAdder::sum)
			.description(SeriesMeter.COLLAPSED.description())
			.tag(SeriesTag.METER.asString(), key.meter())
			.tag(SeriesTag.KEY.asString(), key.key())
			.register(registry);
	}

	@Override
	public void destroy() {
		this.scheduler.stop();
	}

	private record Key(String meter, String key) {
	}

}
