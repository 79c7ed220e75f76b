package io.github.observability.logging;

/**
 * Formats of log lines.
 */
public enum LogFormat {

	/** One JSON object a line with nested fields of the Elastic Common Schema. */
	ECS,

	/** One JSON object a line with the flat field names of Logstash. */
	LOGSTASH,

	/** Lines of text for people. */
	TEXT

}
