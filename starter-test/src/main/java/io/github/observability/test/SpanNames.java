package io.github.observability.test;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.observability.tracing.analysis.TraceSpan;
import org.jspecify.annotations.Nullable;

/**
 * The names that a test may call a span by, whichever convention named it: its own name,
 * {@code GET /orders/{id}} for a request and {@code insert orders} for a statement. Case
 * does not matter, and {@code *} stands for any characters.
 */
final class SpanNames {

	private static final Pattern STATEMENT = Pattern.compile(
			"^(select|insert|update|delete|merge)\\b.*?(?:\\b(?:from|into)\\s+|(?<=^update )|(?<=^merge ))\"?([\\w.]+)");

	private SpanNames() {
	}

	static boolean matches(String expected, TraceSpan span) {
		String wanted = expected.toLowerCase(Locale.ROOT);
		return all(span).stream().anyMatch((name) -> matches(wanted, name));
	}

	private static boolean matches(String wanted, String name) {
		if (!wanted.contains("*")) {
			return wanted.equals(name);
		}
		String regex = Pattern.quote(wanted).replace("*", "\\E.*\\Q");
		return name.matches(regex);
	}

	private static Set<String> all(TraceSpan span) {
		Set<String> names = new LinkedHashSet<>();
		names.add(span.name().toLowerCase(Locale.ROOT));
		names.add(span.label().toLowerCase(Locale.ROOT));
		String summary = summary(span);
		if (summary != null) {
			names.add(summary.toLowerCase(Locale.ROOT));
		}
		String method = span.httpMethod();
		if (method != null) {
			names.add(method.toLowerCase(Locale.ROOT));
			String route = span.route();
			if (route != null) {
				names.add((method + " " + route).toLowerCase(Locale.ROOT));
			}
		}
		return names;
	}

	/**
	 * Return what tells statements apart that have one name.
	 */
	static @Nullable String summary(TraceSpan span) {
		String summary = span.attribute("db.query.summary");
		if (summary != null) {
			return summary;
		}
		String statement = span.normalizedStatement();
		if (statement == null) {
			return null;
		}
		Matcher matcher = STATEMENT.matcher(statement);
		return matcher.find() ? matcher.group(1) + " " + matcher.group(2) : null;
	}

	/**
	 * Return the name with the summary of the statement.
	 */
	static String title(TraceSpan span) {
		String summary = summary(span);
		return (summary != null && !summary.equalsIgnoreCase(span.name())) ? span.name() + " (" + summary + ")"
				: span.name();
	}

}
