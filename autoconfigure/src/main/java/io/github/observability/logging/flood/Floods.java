package io.github.observability.logging.flood;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.spi.FilterReply;
import io.github.observability.DaemonScheduler;
import io.github.observability.context.ContextKey;
import io.github.observability.logging.filter.EventFilter;
import io.github.observability.logging.flood.Flood.Window;
import io.github.observability.logging.masking.Masking;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.KeyValuePair;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Suppresses lines of which too many are equal, before their events are created, and
 * writes a summary of each window. Lines are equal if they have the same logger, level,
 * template and hash of the stack trace. A line is counted exactly once a sketch has seen
 * many of its kind, so lines below the rate cost next to nothing.
 */
final class Floods implements EventFilter, AutoCloseable {

	static final int MAX_FLOODS = 1_000;

	/** Lines that the starter promises to write for each request. */
	private static final String ACCESS_LINES = "io.github.observability.access";

	private static final String SUMMARIES = "io.github.observability.logging.floods";

	/** As an OpenTelemetry Java agent names the key. */
	private static final String TRACE_ID_OF_AGENT = "trace_id";

	private static final Duration SWEEP = Duration.ofSeconds(1);

	private static final int EVICTION_TRIES = 8;

	private final org.slf4j.Logger summaries = LoggerFactory.getLogger(SUMMARIES);

	private final DaemonScheduler scheduler = new DaemonScheduler("observability-log-floods");

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final Map<FloodKey, Flood> floods = new ConcurrentHashMap<>();

	private final Queue<Over> over = new ConcurrentLinkedQueue<>();

	private final BiConsumer<Flood, Window> whenOver = (flood, window) -> this.over.add(new Over(flood, window));

	private final Map<Level, LongAdder> suppressed = new ConcurrentHashMap<>();

	private final FloodProperties settings;

	private final FloodClock clock;

	private final Masking masking;

	private final FloodSketch sketch;

	private final int lowestLevel;

	private final long windowNanos;

	private volatile boolean closed;

	Floods(FloodProperties settings, FloodClock clock, Masking masking) {
		this.settings = settings;
		this.clock = clock;
		this.masking = masking;
		this.sketch = new FloodSketch(settings.threshold() / 2);
		this.lowestLevel = Level.convertAnSLF4JLevel(settings.level()).levelInt;
		this.windowNanos = settings.window().toNanos();
	}

	@Override
	public FilterReply decide(Logger logger, Level level, @Nullable String template, @Nullable Throwable throwable) {
		return decide(logger, level, template, throwable, List.of());
	}

	@Override
	public FilterReply decide(Logger logger, Level level, @Nullable String template, @Nullable Throwable throwable,
			List<KeyValuePair> pairs) {
		if (level.levelInt < this.lowestLevel || template == null
				|| logger.getEffectiveLevel().levelInt > level.levelInt || this.closed) {
			return FilterReply.NEUTRAL;
		}
		long now = this.clock.now();
		long window = window(now);
		int passed = this.sketch.count(FloodSketch.place(logger, level, template, throwable), window);
		if (passed < 0 || logger == this.summaries) {
			return FilterReply.NEUTRAL;
		}
		int allowed = this.settings.threshold() - passed;
		return isWritten(FloodKey.of(logger, level, template, throwable), pairs, window, allowed, now)
				? FilterReply.NEUTRAL : FilterReply.DENY;
	}

	/** The first window has number 1, as an empty place of the sketch has 0. */
	private long window(long now) {
		return now / this.windowNanos + 1;
	}

	private boolean isWritten(FloodKey key, List<KeyValuePair> pairs, long window, int allowed, long now) {
		while (!this.closed) {
			Flood flood = this.floods.get(key);
			if (flood == null) {
				if (this.floods.size() >= MAX_FLOODS && !evict()) {
					return true;
				}
				flood = this.floods.computeIfAbsent(key, (each) -> new Flood(each, isExcluded(each.logger()),
						secrets(pairs), new Window(window, false, allowed, this.settings.sampleLine())));
				schedule();
			}
			if (flood.isExcluded()) {
				return true;
			}
			Boolean written = flood.count(window, allowed, this.settings, now, Floods::traceId, this.whenOver);
			if (written == null) {
				this.floods.remove(key, flood);
				continue;
			}
			if (!written) {
				this.suppressed.computeIfAbsent(key.level(), (each) -> new LongAdder()).increment();
			}
			return written;
		}
		return true;
	}

	/** The template of a message may have been put together with a secret. */
	private List<String> secrets(List<KeyValuePair> pairs) {
		Map<String, String> mdc = MDC.getCopyOfContextMap();
		return this.masking.secrets((mdc != null) ? mdc : Map.of(), pairs);
	}

	private boolean isExcluded(Logger logger) {
		String name = logger.getName();
		return name.equals(ACCESS_LINES) || this.settings.excludedLoggers()
			.stream()
			.anyMatch((excluded) -> name.startsWith(excluded)
					&& (name.length() == excluded.length() || name.charAt(excluded.length()) == '.'));
	}

	/** Makes room by forgetting what is not a flood. */
	private boolean evict() {
		int tries = EVICTION_TRIES;
		for (Flood flood : this.floods.values()) {
			if (flood.forget()) {
				this.floods.remove(flood.key(), flood);
				return true;
			}
			if (--tries == 0) {
				return false;
			}
		}
		return true;
	}

	private static @Nullable String traceId() {
		String traceId = MDC.get(ContextKey.TRACE_ID.key());
		return (traceId != null) ? traceId : MDC.get(TRACE_ID_OF_AGENT);
	}

	private void schedule() {
		if (!this.scheduled.get() && this.scheduled.compareAndSet(false, true)) {
			this.scheduler.start(this::sweep, SWEEP, SWEEP);
		}
	}

	/**
	 * Write the summaries of windows that are over, and forget floods that are.
	 */
	void sweep() {
		sweep(window(this.clock.now()));
	}

	private void sweep(long window) {
		for (Flood flood : this.floods.values()) {
			flood.close(window, this.whenOver);
			if (flood.isIdle(window) && flood.forget()) {
				this.floods.remove(flood.key(), flood);
			}
		}
		for (Over next = this.over.poll(); next != null; next = this.over.poll()) {
			write(next.flood(), next.window());
		}
	}

	private void write(Flood flood, Window window) {
		FloodKey key = flood.key();
		LoggingEventBuilder line = this.summaries.atLevel(org.slf4j.event.Level.valueOf(key.level().toString()))
			.addKeyValue("flood.logger", key.logger().getName())
			.addKeyValue("flood.count", window.suppressed())
			.addKeyValue("flood.first", this.clock.instant(window.first()).toString())
			.addKeyValue("flood.last", this.clock.instant(window.last()).toString())
			.addKeyValue("flood.traces", Stream.of(window.examples()).filter(Objects::nonNull).toList());
		String stackHash = key.stackHashText();
		if (stackHash != null) {
			line = line.addKeyValue("error.stack_hash", stackHash);
		}
		// The template may have been cut, which who masks the line cannot tell.
		line.log("{} more in {} s: {}", window.suppressed(), this.settings.window().toSeconds(), this.masking
			.clean(this.masking.withoutSecrets(key.template(), flood.secrets()), FloodKey.MAX_TEMPLATE));
	}

	/**
	 * Return how many lines were suppressed so far.
	 * @param level the level of the lines
	 * @return the number
	 */
	long suppressedSoFar(Level level) {
		LongAdder count = this.suppressed.get(level);
		return (count != null) ? count.sum() : 0;
	}

	/** Returns how many kinds of lines are counted exactly. */
	int size() {
		return this.floods.size();
	}

	/**
	 * Suppress no more lines and summarize those that were.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.scheduler.stop();
		sweep(Long.MAX_VALUE);
	}

	static Level[] levels() {
		return Arrays.stream(org.slf4j.event.Level.values()).map(Level::convertAnSLF4JLevel).toArray(Level[]::new);
	}

	/**
	 * A window that is over and has suppressed lines.
	 *
	 * @param flood the flood
	 * @param window the window
	 */
	private record Over(Flood flood, Window window) {
	}

}
