package io.github.observability.logging;

import org.jspecify.annotations.Nullable;

/**
 * Fields of a log line and their names in each format.
 */
enum LogField {

	TIMESTAMP("@timestamp", "@timestamp"),

	LEVEL("log.level", "level"),

	LOGGER("log.logger", "logger_name"),

	PROCESS_ID("process.pid", "pid"),

	THREAD("process.thread.name", "thread_name"),

	SERVICE_NAME("service.name", "service_name"),

	SERVICE_VERSION("service.version", "service_version"),

	SERVICE_ENVIRONMENT("service.environment", "service_environment"),

	SERVICE_NODE("service.node.name", "service_node"),

	MESSAGE("message", "message"),

	TRACE_ID("trace.id", "traceId"),

	SPAN_ID("span.id", "spanId"),

	REQUEST_ID("http.request.id", "requestId"),

	USER_ID("user.id", "userId"),

	ERROR_TYPE("error.type", "error_type"),

	ERROR_MESSAGE("error.message", "error_message"),

	ERROR_STACK_TRACE("error.stack_trace", "stack_trace"),

	TAGS("tags", "tags"),

	SCHEMA_VERSION("ecs.version", "@version");

	private final String ecsName;

	private final String logstashName;

	LogField(String ecsName, String logstashName) {
		this.ecsName = ecsName;
		this.logstashName = logstashName;
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
			case "traceId" -> TRACE_ID;
			case "spanId" -> SPAN_ID;
			case "requestId" -> REQUEST_ID;
			case "userId" -> USER_ID;
			default -> null;
		};
	}

}
