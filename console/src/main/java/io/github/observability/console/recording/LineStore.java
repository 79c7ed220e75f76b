package io.github.observability.console.recording;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The latest log lines, bounded by their number and by their estimated size; the oldest
 * leave first.
 */
public final class LineStore {

	private static final int MAX_TEMPLATES = 20;

	private final int maxLines;

	private final long maxBytes;

	private final Deque<RecordedLine> lines = new ArrayDeque<>();

	private long bytes;

	public LineStore(int maxLines, long maxBytes) {
		this.maxLines = maxLines;
		this.maxBytes = maxBytes;
	}

	synchronized void add(List<RecordedLine> added) {
		for (RecordedLine line : added) {
			this.lines.addLast(line);
			this.bytes += line.size();
		}
		while (this.lines.size() > this.maxLines || (this.bytes > this.maxBytes && this.lines.size() > 1)) {
			this.bytes -= this.lines.removeFirst().size();
		}
	}

	/**
	 * Return the position of the newest line in the order of arrival.
	 * @return the position, 0 without lines
	 */
	synchronized long newestId() {
		RecordedLine newest = this.lines.peekLast();
		return (newest != null) ? newest.id() : 0;
	}

	/**
	 * Return lines, the newest first.
	 * @param filter which lines
	 * @param limit how many at most
	 * @return the lines
	 */
	public synchronized List<RecordedLine> newest(Predicate<RecordedLine> filter, int limit) {
		List<RecordedLine> found = new ArrayList<>();
		var newest = this.lines.descendingIterator();
		while (newest.hasNext() && found.size() < limit) {
			RecordedLine line = newest.next();
			if (filter.test(line)) {
				found.add(line);
			}
		}
		return found;
	}

	/**
	 * Count lines by their template.
	 * @param filter which lines
	 * @return the most frequent templates
	 */
	public List<Template> templates(Predicate<RecordedLine> filter) {
		Map<String, Template> templates = new LinkedHashMap<>();
		for (RecordedLine line : newest(filter, Integer.MAX_VALUE)) {
			templates.merge(line.logger() + ' ' + line.template(),
					new Template(line.template(), line.logger(), line.level(), 1), (first, next) -> first.again());
		}
		return templates.values()
			.stream()
			.sorted(Comparator.comparingInt(Template::count).reversed())
			.limit(MAX_TEMPLATES)
			.toList();
	}

	/**
	 * A message without its arguments.
	 *
	 * @param template the message
	 * @param logger the logger
	 * @param level the level of the newest line
	 * @param count the number of lines
	 */
	public record Template(String template, String logger, String level, int count) {

		private Template again() {
			return new Template(this.template, this.logger, this.level, this.count + 1);
		}

	}

}
