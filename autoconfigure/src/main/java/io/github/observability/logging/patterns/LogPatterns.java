package io.github.observability.logging.patterns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.github.observability.logging.masking.Masking;
import io.github.observability.logging.patterns.LogPatternEvent.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The patterns of an application and what happens to them. Lines are handed over by the
 * threads that log and mined by one other.
 */
final class LogPatterns {

	private static final int MAX_WAITING = 4_096;

	private static final int MAX_EVENTS = 100;

	/** Events of a minute that are published. */
	private static final int MAX_EVENTS_A_MINUTE = 10;

	/** New lines that are learned from in one turn of the thread that mines. */
	private static final int LESSONS = 100;

	private static final int SETTLE_EACH = 20;

	private static final Comparator<LogPattern> MOST_FREQUENT = Comparator.comparingLong(LogPattern::count).reversed();

	private final Handover<PatternLine> waiting = new Handover<>(MAX_WAITING);

	private final PatternMiner miner;

	private final Deque<LogPatternEvent> events = new ArrayDeque<>();

	private final Set<LogPattern> created = new LinkedHashSet<>();

	private final Masking masking;

	private final InstantSource clock;

	private final Consumer<LogPatternEvent> publisher;

	private final Instant start;

	private final Duration learning;

	private volatile @Nullable Runnable meters;

	private int turn;

	private long minute;

	private long lines;

	LogPatterns(Masking masking, PatternProperties settings, InstantSource clock, Consumer<LogPatternEvent> publisher) {
		this.masking = masking;
		this.miner = new PatternMiner(masking::clean);
		this.learning = settings.learning();
		this.clock = clock;
		this.publisher = publisher;
		this.start = clock.instant();
		this.minute = minute(this.start);
	}

	/** Sets what looks at the most frequent patterns from time to time. */
	void meters(Runnable meters) {
		this.meters = meters;
	}

	void updateMeters() {
		Runnable meters = this.meters;
		if (meters != null) {
			meters.run();
		}
	}

	/** Hands a line over. It never waits. */
	void add(PatternLine line) {
		this.waiting.give(line);
	}

	/**
	 * Mine what was handed over, and publish what has happened once a minute is over.
	 */
	void mine() {
		List<LogPatternEvent> happened = new ArrayList<>();
		synchronized (this) {
			this.miner.learnFrom(LESSONS);
			this.waiting.take(this::mine);
			long now = minute(this.clock.instant());
			if (this.turn++ % SETTLE_EACH == 0 || now > this.minute) {
				this.miner.settle();
			}
			if (now > this.minute) {
				endMinute(now, happened);
				this.minute = now;
			}
		}
		happened.forEach(this.publisher);
	}

	private void mine(PatternLine line) {
		this.lines++;
		LogPattern pattern = this.miner.add(line);
		if (this.miner.hasCreated()) {
			pattern.rate().begin(this.minute);
			pattern.secrets(this.masking.secrets(line.mdc(), line.allPairs()));
			if (this.created.size() < PatternMiner.MAX_PATTERNS) {
				this.created.add(pattern);
			}
		}
	}

	private void endMinute(long next, List<LogPatternEvent> happened) {
		Instant now = this.clock.instant();
		// Most patterns that are like others are merged with them by now.
		for (LogPattern pattern : this.created) {
			if (pattern.current() == pattern && now.isAfter(this.start.plus(this.learning))
					&& pattern.firstSeen() >= this.start.plus(this.learning).toEpochMilli()) {
				happen(happened, Kind.NEW_PATTERN, pattern, now, 0);
			}
		}
		this.created.clear();
		for (LogPattern pattern : this.miner.patterns()) {
			double factor = pattern.rate().begin(next);
			if (factor > 0) {
				happen(happened, Kind.RATE_JUMPED, pattern, now, factor);
			}
		}
	}

	private void happen(List<LogPatternEvent> happened, Kind kind, LogPattern pattern, Instant now, double factor) {
		if (happened.size() >= MAX_EVENTS_A_MINUTE) {
			return;
		}
		LogPatternEvent event = new LogPatternEvent(kind, pattern.id(), pattern.logger(), pattern.level(),
				masked(pattern, pattern.text(), TokenScanner.MAX_LENGTH), now, pattern.rate().perMinute(), factor);
		happened.add(event);
		this.events.addFirst(event);
		if (this.events.size() > MAX_EVENTS) {
			this.events.removeLast();
		}
	}

	private static long minute(Instant instant) {
		return Math.floorDiv(instant.getEpochSecond(), 60L);
	}

	/**
	 * Return the most frequent patterns.
	 * @param most how many at most
	 * @return the patterns, the most frequent first
	 */
	synchronized List<LogPattern> mostFrequent(int most) {
		return this.miner.patterns().stream().sorted(MOST_FREQUENT).limit(most).toList();
	}

	/**
	 * Describe the most frequent patterns.
	 * @param most how many at most
	 * @return the description
	 */
	synchronized LogPatternsEndpoint.Patterns describe(int most) {
		this.miner.settle();
		return new LogPatternsEndpoint.Patterns(this.start, this.lines, this.waiting.droppedSoFar(),
				this.miner.evicted(), mostFrequent(most).stream().map(this::describe).toList(),
				List.copyOf(this.events));
	}

	private LogPatternsEndpoint.Pattern describe(LogPattern pattern) {
		return new LogPatternsEndpoint.Pattern(pattern.id(), pattern.logger(), pattern.level(),
				masked(pattern, pattern.text(), TokenScanner.MAX_LENGTH), pattern.isMined(), pattern.count(),
				pattern.rate().perMinute(), Instant.ofEpochMilli(pattern.firstSeen()),
				Instant.ofEpochMilli(pattern.lastSeen()), masked(pattern, pattern.sample(), LogPattern.MAX_SAMPLE),
				pattern.traceIds());
	}

	private String masked(LogPattern pattern, String text, int limit) {
		return this.masking.clean(this.masking.withoutSecrets(text, pattern.secrets()), limit);
	}

	long droppedSoFar() {
		return this.waiting.droppedSoFar();
	}

}
