package io.github.observability.logging.patterns;

import java.util.ArrayList;
import java.util.List;

import io.github.observability.logging.masking.Masking;
import org.jspecify.annotations.Nullable;

/**
 * Lines that differ only in what varies. One thread at a time uses it.
 */
final class LogPattern {

	/** Characters of a sample that are shown, once it is masked. */
	static final int MAX_SAMPLE = 512;

	private static final int MAX_TRACES = 3;

	private static final String NO_SPACE_BEFORE = ",:;)]}=!?'\"";

	private static final String NO_SPACE_BEHIND = "([{=@#'\"";

	private final String id;

	private final String logger;

	private final String level;

	private final @Nullable String template;

	private String sample;

	private final long seed;

	private final PatternRate rate = new PatternRate();

	private final @Nullable String[] traceIds = new String[MAX_TRACES];

	private List<String> tokens;

	private long key;

	private long count;

	private long firstSeen;

	private long lastSeen;

	private int traces;

	/** Values of secret keys of the first line, which its texts may repeat. */
	private List<String> secrets = List.of();

	private @Nullable LogPattern mergedInto;

	private long countBefore;

	private boolean evicted;

	LogPattern(PatternLine line, List<String> tokens, long seed, long key) {
		this.id = Long.toHexString(key | Long.MIN_VALUE).substring(0, 12);
		this.logger = line.logger();
		this.level = line.level();
		this.template = line.template();
		this.sample = Masking.beginning(line.text(), MAX_SAMPLE);
		this.tokens = List.copyOf(tokens);
		this.seed = seed;
		this.key = key;
		this.firstSeen = line.time();
		this.lastSeen = line.time();
	}

	void add(PatternLine line) {
		this.count++;
		this.lastSeen = Math.max(this.lastSeen, line.time());
		this.rate.count();
		if (line.traceId() != null) {
			this.traceIds[this.traces++ % MAX_TRACES] = line.traceId();
		}
	}

	/** Takes over the lines of a pattern that turned out to be the same. */
	void absorb(LogPattern other) {
		this.count += other.count;
		this.firstSeen = Math.min(this.firstSeen, other.firstSeen);
		this.lastSeen = Math.max(this.lastSeen, other.lastSeen);
		for (String traceId : other.traceIds()) {
			this.traceIds[this.traces++ % MAX_TRACES] = traceId;
		}
		other.mergedInto = this;
		other.release();
	}

	void change(List<String> tokens, long key) {
		this.tokens = List.copyOf(tokens);
		this.key = key;
	}

	/**
	 * Forget the pattern unless it had a line since this was asked last.
	 * @return whether it is forgotten
	 */
	boolean evict() {
		this.evicted = this.count == this.countBefore;
		this.countBefore = this.count;
		if (this.evicted) {
			release();
		}
		return this.evicted;
	}

	/** Whoever still refers to this pattern must not hold its texts. */
	private void release() {
		this.tokens = List.of();
		this.sample = "";
		this.secrets = List.of();
	}

	/** Returns the pattern that has the lines of this one, {@code null} if it is gone. */
	@Nullable LogPattern current() {
		LogPattern pattern = this;
		while (pattern.mergedInto != null) {
			pattern = pattern.mergedInto;
		}
		return pattern.evicted ? null : pattern;
	}

	boolean isMined() {
		return this.template == null;
	}

	String id() {
		return this.id;
	}

	String logger() {
		return this.logger;
	}

	String level() {
		return this.level;
	}

	String sample() {
		return this.sample;
	}

	void secrets(List<String> secrets) {
		this.secrets = secrets;
	}

	List<String> secrets() {
		return this.secrets;
	}

	long seed() {
		return this.seed;
	}

	long key() {
		return this.key;
	}

	List<String> tokens() {
		return this.tokens;
	}

	PatternRate rate() {
		return this.rate;
	}

	long count() {
		return this.count;
	}

	long firstSeen() {
		return this.firstSeen;
	}

	long lastSeen() {
		return this.lastSeen;
	}

	/** Returns ids of the latest traces. */
	List<String> traceIds() {
		List<String> ids = new ArrayList<>();
		for (String traceId : this.traceIds) {
			if (traceId != null) {
				ids.add(traceId);
			}
		}
		return ids;
	}

	/** Returns the template of the message, or the tokens as a text. */
	String text() {
		return (this.template != null) ? this.template : text(this.tokens);
	}

	static String text(List<String> tokens) {
		StringBuilder text = new StringBuilder();
		String previous = "";
		for (String token : tokens) {
			boolean attached = NO_SPACE_BEFORE.contains(token) || NO_SPACE_BEHIND.contains(previous);
			if (!attached) {
				text.append(' ');
			}
			text.append(token);
			previous = token;
		}
		return text.toString();
	}

}
