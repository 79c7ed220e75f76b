package io.github.observability.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Paths of requests that are no traffic: a path as it is, or with all below it.
 */
final class IgnoredPaths {

	private static final String SUBTREE = "/**";

	private final List<String> configured;

	private final Supplier<List<String>> known;

	private volatile Entry @Nullable [] entries;

	/**
	 * Create ignored paths.
	 * @param configured paths, those with all below them ending in {@code /**}
	 * @param known further ones of the same form, asked for when the first request comes
	 */
	IgnoredPaths(List<String> configured, Supplier<List<String>> known) {
		this.configured = configured;
		this.known = known;
	}

	/**
	 * Whether a path is one of these.
	 * @param path a path
	 * @param start where in it to begin
	 * @return whether it is one of these
	 */
	boolean contain(String path, int start) {
		Entry[] entries = this.entries;
		for (Entry entry : (entries != null) ? entries : resolve()) {
			if (entry.matches(path, start)) {
				return true;
			}
		}
		return false;
	}

	private Entry[] resolve() {
		List<String> paths = new ArrayList<>(this.configured);
		paths.addAll(this.known.get());
		Entry[] entries = paths.stream().distinct().map(IgnoredPaths::entry).toArray(Entry[]::new);
		this.entries = entries;
		return entries;
	}

	private static Entry entry(String path) {
		boolean subtree = path.endsWith(SUBTREE);
		return new Entry(subtree ? path.substring(0, path.length() - SUBTREE.length()) : path, subtree);
	}

	/**
	 * Check a path that a property names.
	 * @param path the path
	 * @return whether it has one of the two forms
	 */
	static boolean isValid(String path) {
		Entry entry = entry(path);
		return path.startsWith("/") && entry.path().chars().noneMatch((each) -> "*?{}; ".indexOf(each) >= 0);
	}

	private record Entry(String path, boolean subtree) {

		boolean matches(String uri, int start) {
			if (!uri.startsWith(this.path, start)) {
				return false;
			}
			int end = start + this.path.length();
			return end == uri.length() || (this.subtree && uri.charAt(end) == '/');
		}

	}

}
