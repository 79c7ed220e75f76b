package io.github.observability.defaults;

/**
 * Properties of Boot, and of what configures itself beside it, that the starter gives
 * another default. They stand in the last of all property sources, so that any value of
 * the user's wins.
 */
enum BootDefault {

	EXPOSURE("management.endpoints.web.exposure.include", "health,info,prometheus",
			"scraping is what most applications want the actuator for; who may call is left as it is"),

	SAMPLING_PROBABILITY("management.tracing.sampling.probability", "0.01",
			"one trace in a hundred shows what is usual at a hundredth of the cost"),

	MAX_SERVER_ROUTES("management.metrics.web.server.max-uri-tags", "200",
			"a larger service has more than 100 routes, and routes past the limit vanish"),

	MAX_CLIENT_ROUTES("management.metrics.web.client.max-uri-tags", "200",
			"a larger service calls more than 100 routes, and routes past the limit vanish"),

	EXEMPLARS("management.prometheus.metrics.export.properties[io.prometheus.exporter.exemplarsOnAllMetricTypes]",
			"false",
			"OpenMetrics 1.0 knows exemplars on counters and histogram buckets only; a strict parser refuses others"),

	SECURITY_OBSERVATIONS("management.observations.enable.spring.security", "false",
			"four spans a request tell little, and an ordinary 401 marks one as an error"),

	TOMCAT_METERS("server.tomcat.mbeanregistry.enabled", "true",
			"threads and connections of Tomcat are unknown without it"),

	EXECUTOR_CONTEXT("spring.task.execution.propagate-context", "true",
			"the trace would end at the first asynchronous method"),

	REACTOR_CONTEXT("spring.reactor.context-propagation", "auto", "log lines inside operators would have no trace id"),

	JDBC_SPANS("jdbc.includes", "query",
			"spans of connections and result sets are more than those of queries and tell little"),

	KAFKA_TEMPLATE("spring.kafka.template.observation-enabled", "true", "the trace would end at the topic"),

	KAFKA_LISTENER("spring.kafka.listener.observation-enabled", "true", "the trace would end at the topic"),

	RABBIT_TEMPLATE("spring.rabbitmq.template.observation-enabled", "true", "the trace would end at the exchange"),

	RABBIT_SIMPLE_LISTENER("spring.rabbitmq.listener.simple.observation-enabled", "true",
			"the trace would end at the queue"),

	RABBIT_DIRECT_LISTENER("spring.rabbitmq.listener.direct.observation-enabled", "true",
			"the trace would end at the queue"),

	PULSAR_TEMPLATE("spring.pulsar.template.observations-enabled", "true", "the trace would end at the topic"),

	PULSAR_LISTENER("spring.pulsar.listener.observation-enabled", "true", "the trace would end at the topic");

	private final String key;

	private final String value;

	private final String reason;

	BootDefault(String key, String value, String reason) {
		this.key = key;
		this.value = value;
		this.reason = reason;
	}

	String key() {
		return this.key;
	}

	String value() {
		return this.value;
	}

	String reason() {
		return this.reason;
	}

}
