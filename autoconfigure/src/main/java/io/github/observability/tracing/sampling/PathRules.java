package io.github.observability.tracing.sampling;

import java.util.ArrayList;
import java.util.List;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Path patterns, each with a number.
 */
final class PathRules {

	private final List<Entry> entries = new ArrayList<>();

	/**
	 * Add a pattern after the present ones.
	 * @param property the property that holds the pattern
	 * @param pattern the pattern
	 * @param number its number, at least 0
	 */
	void add(String property, String pattern, int number) {
		try {
			if (!pattern.startsWith("/")) {
				throw new IllegalArgumentException("it does not begin with a slash");
			}
			this.entries.add(new Entry(PathPatternParser.defaultInstance.parse(pattern), number));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'" + property + "' must be a pattern for paths such as /rides/{id} or "
					+ "/rides/**, but was '" + pattern + "': " + ex.getMessage(), ex);
		}
	}

	/**
	 * Find the first pattern for a path.
	 * @param path the path of a request
	 * @return the number of the pattern, or -1
	 */
	int find(PathContainer path) {
		for (Entry entry : this.entries) {
			if (entry.pattern().matches(path)) {
				return entry.number();
			}
		}
		return -1;
	}

	private record Entry(PathPattern pattern, int number) {
	}

}
