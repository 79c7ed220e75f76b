package io.github.observability.logging;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Fields of a log line, their names in each format, and their types.
 */
enum LogField {

	TIMESTAMP("@timestamp", "@timestamp", "Time of the event in UTC, to the microsecond."),

	LEVEL("log.level", "level", "Level of the event."),

	LOGGER("log.logger", "logger_name", "Name of the logger."),

	TRUNCATED("log.truncated", "truncated", FieldType.BOOLEAN,
			"Present and true where the line was cut to observability.logging.max-line-size."),

	PROCESS_ID("process.pid", "pid", FieldType.NUMBER, "Id of the process."),

	THREAD("process.thread.name", "thread_name", "Name of the thread."),

	SERVICE_NAME("service.name", "service_name",
			"Name of the service: logging.structured.ecs.service.name, else spring.application.name."),

	SERVICE_VERSION("service.version", "service_version",
			"Version of the service: logging.structured.ecs.service.version, else spring.application.version."),

	SERVICE_ENVIRONMENT("service.environment", "service_environment",
			"Where the service runs: logging.structured.ecs.service.environment, else the active profiles."),

	SERVICE_NODE("service.node.name", "service_node",
			"Node the service runs on: logging.structured.ecs.service.node-name."),

	MESSAGE("message", "message", "Message with its arguments."),

	TRACE_ID("trace.id", "traceId", "Id of the trace, from the MDC key traceId (trace_id of a Java agent)."),

	TRACE_SAMPLED("trace.sampled", "traceSampled", FieldType.BOOLEAN,
			"Whether the trace is sampled, where that is known."),

	SPAN_ID("span.id", "spanId", "Id of the current span, from the MDC key spanId (span_id of a Java agent)."),

	REQUEST_ID("http.request.id", "requestId", "Id of the request, from the MDC key requestId."),

	REQUEST_METHOD("http.request.method", "http_method", "Method of the request; on its access line."),

	RESPONSE_STATUS("http.response.status_code", "http_status", FieldType.NUMBER,
			"Status of the response; on the access line."),

	ROUTE("http.route", "http_route",
			"Route of the request, with the names of path variables, not their values; on its access line."),

	DURATION("event.duration", "duration", FieldType.NUMBER,
			"Duration of the request in nanoseconds; on its access line."),

	OUTCOME("event.outcome", "outcome", "Outcome of the request as its meters have it; on its access line."),

	USER_ID("user.id", "userId", "Id of the authenticated user, from the MDC key userId."),

	ERROR_TYPE("error.type", "error_type", "Class of the exception."),

	ERROR_MESSAGE("error.message", "error_message", "Message of the exception."),

	ERROR_STACK_HASH("error.stack_hash", "stack_hash",
			"Hash of the exceptions' classes and of the methods they come from, the same wherever the same fails."),

	ERROR_STACK_TRACE("error.stack_trace", "stack_trace",
			"Stack trace, root cause first, frames in common left out, shortened."),

	TAGS("tags", "tags", FieldType.STRINGS, "Names of the markers of the event."),

	OVERFLOW("more", "more", FieldType.STRINGS,
			"Key and value of entries that have no field of their own: past a thousand keys, or with a key of more than 128 characters."),

	SCHEMA_VERSION("ecs.version", "@version", "Version of the schema.");

	private static final Map<String, LogField> BY_KEY = new HashMap<>();

	static {
		Arrays.stream(values()).forEach((field) -> BY_KEY.put(field.ecsName, field));
		BY_KEY.put("traceId", TRACE_ID);
		BY_KEY.put("spanId", SPAN_ID);
		BY_KEY.put("requestId", REQUEST_ID);
		BY_KEY.put("userId", USER_ID);
		// How the OpenTelemetry Java agent spells them.
		BY_KEY.put("trace_id", TRACE_ID);
		BY_KEY.put("span_id", SPAN_ID);
	}

	private final String ecsName;

	private final String logstashName;

	private final FieldType type;

	private final String description;

	LogField(String ecsName, String logstashName, String description) {
		this(ecsName, logstashName, FieldType.STRING, description);
	}

	LogField(String ecsName, String logstashName, FieldType type, String description) {
		this.ecsName = ecsName;
		this.logstashName = logstashName;
		this.type = type;
		this.description = description;
	}

	String description() {
		return this.description;
	}

	/** The keys that stand for the field. */
	Set<String> keys() {
		Set<String> keys = new HashSet<>();
		BY_KEY.forEach((key, field) -> {
			if (field == this) {
				keys.add(key);
			}
		});
		return keys;
	}

	FieldType type() {
		return this.type;
	}

	String typeDescription() {
		return this.type.description();
	}

	String nameIn(LogFormat format) {
		return (format == LogFormat.ECS) ? this.ecsName : this.logstashName;
	}

	/**
	 * The field that a key stands for: its name in the Elastic Common Schema, or an MDC
	 * key of ours or of the tracer.
	 */
	static @Nullable LogField ofKey(String key) {
		return BY_KEY.get(key);
	}

}
