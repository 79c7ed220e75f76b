package io.github.observability.logging;

import org.jspecify.annotations.Nullable;

/**
 * Fields of a log line and their names in each format.
 */
enum LogField {

	TIMESTAMP("@timestamp", "@timestamp", "Time of the event in UTC, to the microsecond."),

	LEVEL("log.level", "level", "Level of the event."),

	LOGGER("log.logger", "logger_name", "Name of the logger."),

	PROCESS_ID("process.pid", "pid", "Id of the process."),

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

	SPAN_ID("span.id", "spanId", "Id of the current span, from the MDC key spanId (span_id of a Java agent)."),

	REQUEST_ID("http.request.id", "requestId", "Id of the request, from the MDC key requestId."),

	USER_ID("user.id", "userId", "Id of the authenticated user, from the MDC key userId."),

	ERROR_TYPE("error.type", "error_type", "Class of the exception."),

	ERROR_MESSAGE("error.message", "error_message", "Message of the exception."),

	ERROR_STACK_TRACE("error.stack_trace", "stack_trace", "Stack trace, root cause first, shortened."),

	TAGS("tags", "tags", "Names of the markers of the event."),

	SCHEMA_VERSION("ecs.version", "@version", "Version of the schema.");

	private final String ecsName;

	private final String logstashName;

	private final String description;

	LogField(String ecsName, String logstashName, String description) {
		this.ecsName = ecsName;
		this.logstashName = logstashName;
		this.description = description;
	}

	String description() {
		return this.description;
	}

	String nameIn(LogFormat format) {
		return (format == LogFormat.LOGSTASH) ? this.logstashName : this.ecsName;
	}

	/**
	 * The field that an MDC key of ours or of the tracer stands for. The flat names are
	 * those keys themselves.
	 */
	static @Nullable LogField ofMdcKey(String key) {
		return switch (key) {
			// The second spelling is that of the OpenTelemetry Java agent.
			case "traceId", "trace_id" -> TRACE_ID;
			case "spanId", "span_id" -> SPAN_ID;
			case "requestId" -> REQUEST_ID;
			case "userId" -> USER_ID;
			default -> null;
		};
	}

}
