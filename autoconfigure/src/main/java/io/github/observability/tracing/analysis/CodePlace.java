package io.github.observability.tracing.analysis;

import org.jspecify.annotations.Nullable;

/**
 * The place in the code that a span comes from.
 *
 * @param type the class, empty if unknown
 * @param method the method, empty if unknown
 * @param line the line, zero if unknown
 */
public record CodePlace(String type, String method, int line) {

	/**
	 * Read the place from the {@code code.*} attributes of a span, in their current and
	 * their former spelling, or from {@code class} and {@code method} of an observed
	 * method.
	 * @param span the span
	 * @return the place, {@code null} if the span has none
	 */
	public static @Nullable CodePlace of(TraceSpan span) {
		String function = span.attribute("code.function.name");
		int line = line(span.attribute("code.line.number", "code.lineno"));
		if (function != null) {
			int dot = function.lastIndexOf('.');
			return new CodePlace((dot < 0) ? "" : function.substring(0, dot), function.substring(dot + 1), line);
		}
		String type = span.attribute("code.namespace");
		String method = span.attribute("code.function");
		if (type == null && method == null) {
			type = span.attribute("class");
			method = (type != null) ? span.attribute("method") : null;
		}
		if (type == null && method == null) {
			return null;
		}
		return new CodePlace((type != null) ? type : "", (method != null) ? method : "", line);
	}

	private static int line(@Nullable String text) {
		try {
			return (text != null) ? Math.max(0, Integer.parseInt(text)) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	@Override
	public String toString() {
		String place = this.type.isEmpty() ? this.method : this.type + (this.method.isEmpty() ? "" : "." + this.method);
		return (this.line > 0) ? place + ":" + this.line : place;
	}

}
