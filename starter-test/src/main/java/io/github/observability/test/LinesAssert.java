package io.github.observability.test;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on log lines.
 */
public final class LinesAssert extends AbstractAssert<LinesAssert, Lines> {

	LinesAssert(Lines actual) {
		super(actual, LinesAssert.class);
	}

	/**
	 * Verify that the message of a line contains a text.
	 * @param text the text
	 * @return this
	 */
	public LinesAssert containsLine(String text) {
		return any("Expected a line with '" + text + "'", (line) -> line.message().contains(text));
	}

	/**
	 * Verify that the message of a line of a level contains a text.
	 * @param level the level
	 * @param text the text
	 * @return this
	 */
	public LinesAssert containsLine(String level, String text) {
		return any("Expected a line of level " + level + " with '" + text + "'",
				(line) -> line.level().equalsIgnoreCase(level) && line.message().contains(text));
	}

	/**
	 * Verify that a line with a text was written in a trace.
	 * @param text the text
	 * @param trace the trace
	 * @return this
	 */
	public LinesAssert hasCorrelatedLine(String text, Trace trace) {
		return any("Expected a line with '" + text + "' in trace " + trace.traceId(),
				(line) -> line.message().contains(text) && line.traceId().equals(trace.traceId()));
	}

	/**
	 * Verify that a line with a text has a field.
	 * @param text the text
	 * @param field the name of the field
	 * @param value the value as text
	 * @return this
	 */
	public LinesAssert hasField(String text, String field, String value) {
		return any("Expected a line with '" + text + "' and " + field + "=" + value,
				(line) -> line.message().contains(text) && value.equals(String.valueOf(line.fields().get(field))));
	}

	/**
	 * Verify that no line is an error or a warning.
	 * @return this
	 */
	public LinesAssert hasNoProblems() {
		return none("Expected no warning and no error",
				(line) -> line.level().equals("WARN") || line.level().equals("ERROR"));
	}

	/**
	 * Verify that no line, as it is written, contains a secret or one of the planted
	 * values.
	 * @param planted values that must not be found
	 * @return this
	 */
	public LinesAssert hasNoSensitiveValues(String... planted) {
		SensitiveValues sensitive = new SensitiveValues(planted);
		return none("Expected no secrets", (line) -> sensitive.find(line.text()) != null);
	}

	/**
	 * Verify that the fields that lines add are in the telemetry registry, with their
	 * types.
	 * @return this
	 */
	public LinesAssert areRegistered() {
		Map<Line, String> findings = TelemetryRegistry.ofTest().checkLines(this.actual.all());
		if (!findings.isEmpty()) {
			failWithMessage("%s", String.join("\n", findings.values().stream().distinct().toList()) + ":\n"
					+ describe(findings.keySet()));
		}
		return this;
	}

	private LinesAssert any(String expectation, Predicate<Line> wanted) {
		List<Line> lines = this.actual.await((written) -> written.stream().anyMatch(wanted));
		if (lines.stream().noneMatch(wanted)) {
			failWithMessage("%s", expectation + " but there are\n" + describe(lines));
		}
		return this;
	}

	private LinesAssert none(String expectation, Predicate<Line> offending) {
		List<Line> found = this.actual.all().stream().filter(offending).toList();
		if (!found.isEmpty()) {
			failWithMessage("%s", expectation + " but there are\n" + describe(found));
		}
		return this;
	}

	private static String describe(Collection<Line> lines) {
		if (lines.isEmpty()) {
			return "    (no lines)";
		}
		StringBuilder text = new StringBuilder();
		lines.stream()
			.limit(50)
			.forEach((line) -> text.append("    ")
				.append(line.level())
				.append(' ')
				.append(line.logger())
				.append(" [")
				.append(line.traceId())
				.append("] ")
				.append(line.message())
				.append('\n'));
		return text.toString();
	}

}
