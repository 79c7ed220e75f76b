package io.github.observability.slo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Matches routes, the values of the tag {@code uri}. {@code *} matches within one path
 * segment, {@code /**} everything below. Anything else, including the braces of path
 * variables, is literal. A route is matched once, not per request.
 */
final class RoutePattern {

	private static final String ALL = "/**";

	private static final Pattern WILDCARD = Pattern.compile("/\\*\\*|\\*");

	private final String text;

	private final Pattern regex;

	RoutePattern(String text) {
		this.text = text;
		this.regex = Pattern.compile(regex(text));
	}

	private static String regex(String text) {
		Matcher wildcard = WILDCARD.matcher(text);
		StringBuilder regex = new StringBuilder();
		int end = 0;
		while (wildcard.find()) {
			regex.append(Pattern.quote(text.substring(end, wildcard.start())));
			regex.append(wildcard.group().equals(ALL) ? "(/.*)?" : "[^/]*");
			end = wildcard.end();
		}
		return regex.append(Pattern.quote(text.substring(end))).toString();
	}

	/**
	 * Whether a route matches. {@code /**} also matches requests without a route.
	 * @param route the route
	 * @return whether it matches
	 */
	boolean matches(String route) {
		return this.text.equals(ALL) || this.regex.matcher(route).matches();
	}

	@Override
	public String toString() {
		return this.text;
	}

}
