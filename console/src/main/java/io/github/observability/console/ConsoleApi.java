package io.github.observability.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.observability.console.recording.ErrorGroup;
import io.github.observability.console.recording.LineRecorder;
import io.github.observability.console.recording.Moments;
import io.github.observability.console.recording.RecordedLine;
import io.github.observability.console.recording.RecordedSpan;
import io.github.observability.console.recording.RunHistory;
import io.github.observability.console.recording.SignalRecorder;
import io.github.observability.console.recording.TelemetrySize;
import io.github.observability.console.recording.TraceObjectives;
import io.github.observability.console.recording.TraceStore;
import io.github.observability.console.recording.TraceSummary;
import io.github.observability.logging.patterns.TextPattern;
import io.github.observability.tracing.analysis.TraceAnalysis;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Read-only JSON API behind the pages.
 */
final class ConsoleApi {

	private static final int MAX_ROWS = 500;

	/** Traces that are looked through for findings. */
	private static final int RECENT = 2000;

	private final ConsoleInfo info;

	private final TraceStore traces;

	private final @Nullable LineRecorder lines;

	private final SignalRecorder signals;

	private final Moments moments;

	private final RunHistory runs;

	private final @Nullable UrlSecretHandler secrets;

	private final @Nullable TraceObjectives objectives;

	private final @Nullable EndpointReads endpoints;

	private final @Nullable MeterRegistry registry;

	private final JsonMapper json;

	ConsoleApi(ConsoleInfo info, TraceStore traces, @Nullable LineRecorder lines, SignalRecorder signals,
			Moments moments, RunHistory runs, @Nullable UrlSecretHandler secrets, @Nullable TraceObjectives objectives,
			@Nullable EndpointReads endpoints, @Nullable MeterRegistry registry, JsonMapper json) {
		this.info = info;
		this.traces = traces;
		this.lines = lines;
		this.signals = signals;
		this.moments = moments;
		this.runs = runs;
		this.secrets = secrets;
		this.objectives = objectives;
		this.endpoints = endpoints;
		this.registry = registry;
		this.json = json;
	}

	/**
	 * Answer a request.
	 * @param path the path below the console's
	 * @param parameters the parameters
	 * @return the response, {@code null} if there is nothing at the path
	 */
	@Nullable ConsoleResponse handle(String path, Map<String, String> parameters) {
		return switch (path) {
			case "/api/now" -> json(now());
			case "/api/requests" -> json(requests(parameters));
			case "/api/lines" -> json(lines(parameters));
			case "/api/errors" -> json(ErrorGroup.of(lines((line) -> line.exception() != null, Integer.MAX_VALUE)));
			case "/api/meters" -> json(MeterRow.of(this.registry));
			case "/api/setup" -> json(setup());
			case "/api/findings" -> json(findings());
			case "/api/runs" -> json(runs());
			case "/api/incidents" -> json(incidents());
			default -> path.startsWith("/api/requests/") ? request(path.substring("/api/requests/".length())) : null;
		};
	}

	private ConsoleResponse json(Object value) {
		return ConsoleResponse.of(200, "application/json", this.json.writeValueAsBytes(value));
	}

	private Map<String, Object> now() {
		Map<String, Object> now = new LinkedHashMap<>();
		now.put("application", this.info);
		now.put("points", this.signals.points());
		now.put("heatBounds", SignalRecorder.HEAT_BOUNDS);
		now.put("moments", this.moments.all());
		now.put("findings", findings());
		read(now, "slo");
		read(now, "business");
		return now;
	}

	private void read(Map<String, Object> target, String endpoint) {
		Object value = (this.endpoints != null) ? this.endpoints.read(endpoint) : null;
		if (value != null) {
			target.put(endpoint, value);
		}
	}

	private List<Findings.Finding> findings() {
		return Findings
			.of(this.traces.newest((trace) -> this.info.isReadyAt(trace.root().startNanos() / 1_000_000), RECENT)
				.stream()
				.map(TraceStore.Snapshot::summary)
				.toList(), this.signals.points(), (this.secrets != null) ? this.secrets.all() : List.of());
	}

	private Map<String, Object> requests(Map<String, String> parameters) {
		Predicate<TraceStore.Snapshot> filter = (trace) -> matches(trace.summary(), parameters);
		List<TraceSummary> rows = this.traces.newest(filter, limit(parameters))
			.stream()
			.map(TraceStore.Snapshot::summary)
			.toList();
		return Map.of("traces", rows, "held", this.traces.size(), "bytes", this.traces.bytes(), "evicted",
				this.traces.evictedCount());
	}

	private static boolean matches(TraceSummary summary, Map<String, String> parameters) {
		String text = parameters.get("q");
		if (text != null && !contains(summary.route(), text) && !summary.traceId().startsWith(text)) {
			return false;
		}
		String status = parameters.get("status");
		if (status != null && (summary.status() == null || !summary.status().startsWith(status))) {
			return false;
		}
		String kind = parameters.get("kind");
		if (kind != null && !summary.kind().equalsIgnoreCase(kind)) {
			return false;
		}
		String badge = parameters.get("badge");
		if (badge != null && summary.badges().stream().noneMatch((each) -> each.kind().equals(badge))) {
			return false;
		}
		String slower = parameters.get("slower");
		return slower == null || summary.durationMillis() >= number(slower, 0);
	}

	private @Nullable ConsoleResponse request(String rest) {
		int slash = rest.indexOf('/');
		TraceStore.Snapshot trace = this.traces.find((slash < 0) ? rest : rest.substring(0, slash));
		if (trace == null) {
			return null;
		}
		if (slash < 0) {
			return json(detail(trace));
		}
		if (!rest.substring(slash).equals("/otlp")) {
			return null;
		}
		return json(OtlpJson.of(this.info.name(), trace.spans())).with("Content-Disposition",
				"attachment; filename=\"trace-" + trace.traceId() + ".json\"");
	}

	private Map<String, Object> detail(TraceStore.Snapshot trace) {
		TraceAnalysis analysis = TraceSummary.analyze(trace);
		List<RecordedLine> lines = new ArrayList<>(lines((line) -> trace.traceId().equals(line.traceId()), MAX_ROWS));
		Collections.reverse(lines);
		RecordedSpan root = trace.root();
		long end = root.endNanos() / 1_000_000;
		Map<String, Object> detail = new LinkedHashMap<>();
		detail.put("summary", trace.summary());
		detail.put("startNanos", Long.toString(root.startNanos()));
		detail.put("spans", SpanRow.of(trace, analysis));
		detail.put("omitted", trace.omitted());
		detail.put("criticalPath",
				analysis.criticalPath()
					.stream()
					.map((step) -> Map.of("spanId", step.span().spanId(), "name", step.span().name(), "start",
							step.startNanos() - root.startNanos(), "nanos", step.nanos(), "certain", step.certain()))
					.toList());
		detail.put("contributions",
				analysis.contributions()
					.stream()
					.map((part) -> Map.of("spanId", part.span().spanId(), "name", part.span().name(), "nanos",
							part.nanos(), "certain", part.certain()))
					.toList());
		detail.put("repetitions",
				analysis.repetitions()
					.stream()
					.map((part) -> Map.of("query", part.query(), "what", part.what(), "count", part.count(), "nanos",
							part.totalNanos(), "places", part.places().stream().map(Object::toString).toList()))
					.toList());
		detail.put("objectives", (this.objectives != null) ? this.objectives.of(trace) : List.of());
		detail.put("problems", analysis.problems().stream().map(Object::toString).toList());
		detail.put("lines", lines);
		this.signals.points()
			.stream()
			.filter((point) -> point.t() >= end)
			.findFirst()
			.ifPresent((point) -> detail.put("moment", point));
		detail.put("telemetry", Map.of("spans", trace.summary().telemetryBytes(), "lines",
				lines.stream().mapToInt(TelemetrySize::ofLine).sum()));
		detail.put("test", TestSnippet.of(trace));
		return detail;
	}

	private Map<String, Object> lines(Map<String, String> parameters) {
		Predicate<RecordedLine> filter = lineFilter(parameters);
		return Map.of("lines", lines(filter, limit(parameters)), "templates",
				(this.lines != null) ? this.lines.store().templates(filter) : List.of());
	}

	/** A text that has a placeholder is a pattern of messages. */
	static Predicate<RecordedLine> lineFilter(Map<String, String> parameters) {
		String text = parameters.get("q");
		TextPattern pattern = (text != null && text.contains(TextPattern.PLACEHOLDER)) ? TextPattern.of(text) : null;
		String logger = parameters.get("logger");
		String template = parameters.get("template");
		int level = severity(parameters.getOrDefault("level", "TRACE"));
		return (line) -> severity(line.level()) >= level && (logger == null || contains(line.logger(), logger))
				&& (template == null || line.template().equals(template))
				&& ((pattern != null) ? pattern.matches(line.message())
						: text == null || contains(line.message(), text) || contains(line.template(), text));
	}

	private List<RecordedLine> lines(Predicate<RecordedLine> filter, int limit) {
		return (this.lines != null) ? this.lines.store().newest(filter, limit) : List.of();
	}

	private Map<String, Object> setup() {
		Map<String, Object> setup = new LinkedHashMap<>();
		setup.put("application", this.info);
		read(setup, "observability");
		setup.put("findings", findings());
		setup.put("console", Map.of("traces", this.traces.size(), "bytes", this.traces.bytes(), "evicted",
				this.traces.evictedCount(), "droppedLines", (this.lines != null) ? this.lines.droppedCount() : 0));
		return setup;
	}

	private Map<String, Object> runs() {
		Map<String, Object> runs = new LinkedHashMap<>();
		runs.put("current", this.runs.current());
		runs.put("previous", this.runs.previous());
		return runs;
	}

	/**
	 * Incidents and changes, with the log patterns that they refer to.
	 */
	private Map<String, Object> incidents() {
		Map<String, Object> found = new LinkedHashMap<>();
		read(found, "incidents");
		read(found, "logpatterns");
		Object patterns = found.remove("logpatterns");
		JsonNode changes = this.json.valueToTree(found).at("/incidents/changes");
		Set<String> wanted = changes.valueStream()
			.map((change) -> change.path("patternId").asString(""))
			.collect(Collectors.toSet());
		found.put("patterns",
				this.json.valueToTree((patterns != null) ? patterns : Map.of())
					.path("patterns")
					.valueStream()
					.filter((pattern) -> wanted.contains(pattern.path("id").asString()))
					.toList());
		return found;
	}

	private static int severity(String level) {
		return List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR").indexOf(level.toUpperCase(Locale.ROOT));
	}

	private static boolean contains(String text, String part) {
		return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
	}

	private static int limit(Map<String, String> parameters) {
		return (int) Math.max(1, Math.min(MAX_ROWS, number(parameters.getOrDefault("limit", "200"), 200)));
	}

	private static double number(String text, double otherwise) {
		try {
			double number = Double.parseDouble(text);
			return Double.isFinite(number) ? number : otherwise;
		}
		catch (NumberFormatException ex) {
			return otherwise;
		}
	}

}
