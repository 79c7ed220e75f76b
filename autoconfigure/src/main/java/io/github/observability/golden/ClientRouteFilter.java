package io.github.observability.golden;

import java.util.function.Supplier;

import io.github.observability.HttpNames;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;

/**
 * Cleans the route of a request sent, for meter and span alike. Spring uses a URL that is
 * given as a literal instead of a template as the route: with its ids, each of which
 * would be a series, and with its query, which may contain a secret.
 */
final class ClientRouteFilter implements ObservationFilter {

	private final Class<? extends Observation.Context> type;

	private final Supplier<HttpNames> names;

	/**
	 * Create a filter.
	 * @param type the type of the context of a client's observations
	 * @param names gives the names by which they are recorded
	 */
	ClientRouteFilter(Class<? extends Observation.Context> type, Supplier<HttpNames> names) {
		this.type = type;
		this.names = names;
	}

	@Override
	public Observation.Context map(Observation.Context context) {
		if (!this.type.isInstance(context)) {
			return context;
		}
		HttpNames names = this.names.get();
		KeyValue route = context.getLowCardinalityKeyValue(names.route());
		if (route != null) {
			String cleaned = Uris.of(route.getValue());
			if (!cleaned.equals(route.getValue())) {
				context.addLowCardinalityKeyValue(KeyValue.of(names.route(), cleaned));
			}
		}
		KeyValue url = context.getHighCardinalityKeyValue(names.url());
		if (url != null) {
			String cleaned = Uris.withoutSecrets(url.getValue());
			if (!cleaned.equals(url.getValue())) {
				context.addHighCardinalityKeyValue(KeyValue.of(names.url(), cleaned));
			}
		}
		return context;
	}

	/**
	 * Turns URIs that were written without a template into routes.
	 */
	static final class Uris {

		private static final String ID = "{id}";

		/** Minimum length of a segment with digits that is an id rather than a word. */
		private static final int LONG_SEGMENT = 20;

		/** Minimum length of a hexadecimal segment that is an id. */
		private static final int LONG_HEX = 16;

		private Uris() {
		}

		/**
		 * Return the route of a path.
		 * @param path a path or template
		 * @return the path without query and fragment, each id replaced; a template stays
		 * as it is
		 */
		static String of(String path) {
			int end = endOfPath(path);
			int start = 0;
			StringBuilder route = null;
			while (start < end) {
				int next = path.indexOf('/', start);
				if (next < 0 || next > end) {
					next = end;
				}
				boolean id = isId(path, start, next);
				if (id && route == null) {
					route = new StringBuilder(path.length()).append(path, 0, start);
				}
				if (route != null) {
					route.append(id ? ID : path.substring(start, next));
					if (next < end) {
						route.append('/');
					}
				}
				start = next + 1;
			}
			if (route != null) {
				return route.toString();
			}
			return (end < path.length()) ? path.substring(0, end) : path;
		}

		/**
		 * Find the end of the path, where a query, a fragment or a parameter begins.
		 * Braces are skipped: a template may contain any of these characters.
		 */
		private static int endOfPath(String path) {
			int depth = 0;
			for (int i = 0; i < path.length(); i++) {
				char each = path.charAt(i);
				if (each == '{') {
					depth++;
				}
				else if (each == '}') {
					depth--;
				}
				else if (depth <= 0 && (each == '?' || each == '#' || each == ';')) {
					return i;
				}
			}
			return path.length();
		}

		private static boolean isId(String path, int start, int end) {
			int digits = 0;
			int hex = 0;
			int letters = 0;
			for (int i = start; i < end; i++) {
				char each = path.charAt(i);
				if (each == '{' || each == '*') {
					return false;
				}
				if (each == '@' || each == '%') {
					return true;
				}
				if (each >= '0' && each <= '9') {
					digits++;
				}
				else if (Character.isLetter(each)) {
					letters++;
					hex += (Character.digit(each, 16) >= 0) ? 1 : 0;
				}
			}
			if (digits == 0) {
				return false;
			}
			int length = end - start;
			return letters == 0 || length >= LONG_SEGMENT || (length >= LONG_HEX && letters == hex);
		}

		/**
		 * Remove the parts of a URL that may be secret.
		 * @param url a URL
		 * @return the URL without user, query and fragment
		 */
		static String withoutSecrets(String url) {
			int end = url.length();
			for (int i = 0; i < end; i++) {
				char each = url.charAt(i);
				if (each == '?' || each == '#') {
					end = i;
				}
			}
			int host = url.indexOf("://") + 3;
			int path = (host > 2) ? url.indexOf('/', host) : -1;
			int user = (host > 2) ? url.lastIndexOf('@', ((path >= 0 && path < end) ? path : end) - 1) : -1;
			if (user >= host) {
				return url.substring(0, host) + url.substring(user + 1, end);
			}
			return (end < url.length()) ? url.substring(0, end) : url;
		}

	}

}
