package io.github.observability.console.recording;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Failures of one kind.
 *
 * @param hash the hash of the stack that they share
 * @param type the class of the root cause
 * @param message the message of the newest
 * @param count how many there were
 * @param first the time of the oldest that is held, milliseconds since the epoch
 * @param last the time of the newest
 * @param frames the first frames of the newest
 * @param chain the classes from the outermost exception to the root cause
 * @param logger the logger of the newest
 * @param traceIds traces of the newest
 */
public record ErrorGroup(String hash, String type, String message, int count, long first, long last,
		List<String> frames, List<String> chain, String logger, List<String> traceIds) {

	private static final int MAX_TRACES = 5;

	/**
	 * Group lines with an exception.
	 * @param lines the lines, the newest first
	 * @return the groups, the one seen last first
	 */
	public static List<ErrorGroup> of(List<RecordedLine> lines) {
		Map<String, List<RecordedLine>> groups = new LinkedHashMap<>();
		for (RecordedLine line : lines) {
			RecordedFailure exception = line.exception();
			if (exception != null) {
				groups.computeIfAbsent(exception.hash(), (hash) -> new ArrayList<>()).add(line);
			}
		}
		return groups.values().stream().map(ErrorGroup::group).toList();
	}

	private static ErrorGroup group(List<RecordedLine> lines) {
		RecordedLine newest = lines.get(0);
		RecordedFailure exception = newest.exception();
		if (exception == null) {
			throw new IllegalArgumentException("A line without an exception");
		}
		List<String> traceIds = lines.stream()
			.map(RecordedLine::traceId)
			.filter((traceId) -> traceId != null && !traceId.isEmpty())
			.distinct()
			.limit(MAX_TRACES)
			.toList();
		return new ErrorGroup(exception.hash(), exception.type(), exception.message(), lines.size(),
				lines.get(lines.size() - 1).millis(), newest.millis(), exception.frames(), exception.chain(),
				newest.logger(), traceIds);
	}

}
