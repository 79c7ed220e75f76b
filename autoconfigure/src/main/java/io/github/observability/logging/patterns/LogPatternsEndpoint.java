package io.github.observability.logging.patterns;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that reports the patterns of log lines.
 */
@Endpoint(id = "logpatterns")
final class LogPatternsEndpoint {

	private static final int DEFAULT_LIMIT = 100;

	private final LogPatterns patterns;

	LogPatternsEndpoint(LogPatterns patterns) {
		this.patterns = patterns;
	}

	@ReadOperation
	Patterns patterns(@Nullable Integer limit) {
		return this.patterns.describe((limit != null) ? Math.max(0, limit) : DEFAULT_LIMIT);
	}

	@ReadOperation
	@Nullable Pattern pattern(@Selector String id) {
		return this.patterns.describe(PatternMiner.MAX_PATTERNS)
			.patterns()
			.stream()
			.filter((pattern) -> pattern.id().equals(id))
			.findFirst()
			.orElse(null);
	}

	/**
	 * The response.
	 *
	 * @param since since when lines are mined
	 * @param lines lines that were mined
	 * @param dropped lines that came too fast
	 * @param forgotten patterns that were forgotten for want of room
	 * @param patterns patterns, the most frequent first
	 * @param events what happened lately, the latest first
	 */
	record Patterns(Instant since, long lines, long dropped, long forgotten, List<Pattern> patterns,
			List<LogPatternEvent> events) {
	}

	/**
	 * A pattern.
	 *
	 * @param id its id
	 * @param logger logger of its lines
	 * @param level level of its lines
	 * @param template template, with a placeholder for what varies
	 * @param mined whether the template was mined from text, rather than given by SLF4J
	 * @param count lines since the start
	 * @param linesPerMinute lines of the last full minute
	 * @param firstSeen time of the first line
	 * @param lastSeen time of the latest line
	 * @param sample message of the first line, with secrets masked
	 * @param traceIds ids of the latest traces
	 */
	record Pattern(String id, String logger, String level, String template, boolean mined, long count,
			int linesPerMinute, Instant firstSeen, Instant lastSeen, String sample, List<String> traceIds) {
	}

}
