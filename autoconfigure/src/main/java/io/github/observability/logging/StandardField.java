package io.github.observability.logging;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Standard fields of a log line: their name in each format, their type and meaning.
 */
public enum StandardField {

	/** Time of the event in UTC, to the microsecond. */
	TIMESTAMP("@timestamp", "@timestamp", FieldType.DATE, "Time of the event in UTC, to the microsecond."),

	/** Level of the event. */
	LEVEL("log.level", "level", "Level of the event."),

	/** Name of the logger. */
	LOGGER("log.logger", "logger_name", "Name of the logger."),

	/**
	 * True if the line was cut to observability.logging.max-line-size, otherwise absent.
	 */
	TRUNCATED("log.truncated", "truncated", FieldType.BOOLEAN,
			"True if the line was cut to observability.logging.max-line-size, otherwise absent."),

	/** Id of the process. */
	PROCESS_ID("process.pid", "pid", FieldType.LONG, "Id of the process."),

	/** Name of the thread. */
	THREAD("process.thread.name", "thread_name", "Name of the thread."),

	/**
	 * Name of the service: logging.structured.ecs.service.name, else
	 * spring.application.name, else that of the artifact.
	 */
	SERVICE_NAME("service.name", "service_name",
			"Name of the service: logging.structured.ecs.service.name, else spring.application.name, else that of the artifact."),

	/**
	 * Version of the service: logging.structured.ecs.service.version, else
	 * spring.application.version, else that of the build.
	 */
	SERVICE_VERSION("service.version", "service_version",
			"Version of the service: logging.structured.ecs.service.version, else spring.application.version, else that of the build."),

	/** Group of services that the service belongs to: spring.application.group. */
	SERVICE_NAMESPACE("service.namespace", "service_namespace",
			"Group of services that the service belongs to: spring.application.group."),

	/**
	 * Environment of the service: logging.structured.ecs.service.environment, else the
	 * active profiles.
	 */
	SERVICE_ENVIRONMENT("service.environment", "service_environment",
			"Environment of the service: logging.structured.ecs.service.environment, else the active profiles."),

	/** Node of the service: logging.structured.ecs.service.node-name. */
	SERVICE_NODE("service.node.name", "service_node", "Node of the service: logging.structured.ecs.service.node-name."),

	/** Message with its arguments. */
	MESSAGE("message", "message", FieldType.TEXT, "Message with its arguments."),

	/** Template of the message, with {} for each argument. Only with arguments. */
	TEMPLATE("log.record.template", "template",
			"Template of the message, with {} for each argument. Only on lines with arguments."),

	/** Id of the trace, from the MDC key traceId (trace_id of a Java agent). */
	TRACE_ID("trace.id", "traceId", "Id of the trace, from the MDC key traceId (trace_id of a Java agent)."),

	/** Whether the trace is sampled, if known. */
	TRACE_SAMPLED("trace.sampled", "traceSampled", FieldType.BOOLEAN, "Whether the trace is sampled, if known."),

	/** Id of the current span, from the MDC key spanId (span_id of a Java agent). */
	SPAN_ID("span.id", "spanId", "Id of the current span, from the MDC key spanId (span_id of a Java agent)."),

	/** Id of the request, from the MDC key requestId. */
	REQUEST_ID("http.request.id", "requestId", "Id of the request, from the MDC key requestId."),

	/** Method of the request. Only on access lines. */
	REQUEST_METHOD("http.request.method", "http_method", "Method of the request. Only on access lines."),

	/** Status of the response. Only on access lines. */
	RESPONSE_STATUS("http.response.status_code", "http_status", FieldType.LONG,
			"Status of the response. Only on access lines."),

	/**
	 * Route of the request, with the names of path variables instead of their values.
	 * Only on access lines.
	 */
	ROUTE("http.route", "http_route",
			"Route of the request, with the names of path variables instead of their values. Only on access lines."),

	/** Duration of the request in nanoseconds. Only on access lines. */
	DURATION("event.duration", "duration", FieldType.LONG,
			"Duration of the request in nanoseconds. Only on access lines."),

	/** Outcome of the request: success, failure or unknown. Only on access lines. */
	OUTCOME("event.outcome", "event_outcome",
			"Outcome of the request: success, failure or unknown. Only on access lines."),

	/** Outcome of the request, as in its meters. Only on access lines. */
	HTTP_OUTCOME("http.outcome", "outcome", "Outcome of the request, as in its meters. Only on access lines."),

	/**
	 * Path of the request without its query, if no route matched. Only on access lines.
	 */
	URL_PATH("url.path", "url_path",
			"Path of the request without its query, if no route matched. Only on access lines."),

	/** Id of the authenticated user, from the MDC key userId. */
	USER_ID("user.id", "userId", "Id of the authenticated user, from the MDC key userId."),

	/** Class of the exception. */
	ERROR_TYPE("error.type", "error_type", "Class of the exception."),

	/** Message of the exception. */
	ERROR_MESSAGE("error.message", "error_message", FieldType.TEXT, "Message of the exception."),

	/** Hash of the exception classes and their methods, to group equal failures. */
	ERROR_STACK_HASH("error.stack_hash", "stack_hash",
			"Hash of the exception classes and their methods, to group equal failures."),

	/** Shortened stack trace: root cause first, common frames omitted. */
	ERROR_STACK_TRACE("error.stack_trace", "stack_trace", FieldType.TEXT,
			"Shortened stack trace: root cause first, common frames omitted."),

	/** Names of the markers of the event. */
	TAGS("tags", "tags", FieldType.LIST, "Names of the markers of the event."),

	/**
	 * Key and value of attributes without a field of their own: past a thousand keys, or
	 * with a key of more than 128 characters.
	 */
	OVERFLOW("more", "more", FieldType.LIST,
			"Key and value of attributes without a field of their own: past a thousand keys, or with a key of more than 128 characters."),

	/** Version of the schema. */
	SCHEMA_VERSION("ecs.version", "@version", "Version of the schema.");

	private static final Map<String, StandardField> BY_KEY = new HashMap<>();

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

	StandardField(String ecsName, String logstashName, String description) {
		this(ecsName, logstashName, FieldType.KEYWORD, description);
	}

	StandardField(String ecsName, String logstashName, FieldType type, String description) {
		this.ecsName = ecsName;
		this.logstashName = logstashName;
		this.type = type;
		this.description = description;
	}

	String description() {
		return this.description;
	}

	/** Returns the keys of event attributes that are written to the field. */
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

	/**
	 * Return the name of the field.
	 * @param format the format
	 * @return its name in this format
	 */
	public String nameIn(LogFormat format) {
		return (format == LogFormat.ECS) ? this.ecsName : this.logstashName;
	}

	/**
	 * Return the field of a key.
	 * @param key its name in the Elastic Common Schema, or an MDC key of the starter or
	 * of the tracer
	 * @return the field, {@code null} if the key has none
	 */
	public static @Nullable StandardField ofKey(String key) {
		return BY_KEY.get(key);
	}

}
