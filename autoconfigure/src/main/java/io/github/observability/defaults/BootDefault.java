package io.github.observability.defaults;

/**
 * Properties of Boot, and of libraries with their own auto-configuration, whose default
 * the starter changes. They are in the last property source, so any value of the user
 * wins.
 */
enum BootDefault {

	EXPOSURE("management.endpoints.web.exposure.include", "health,info,prometheus",
			"Most applications use the actuator for scraping. Access rules stay as they are."),

	SAMPLING_PROBABILITY("management.tracing.sampling.probability", "0.01",
			"One trace in a hundred is enough to show normal behavior, at a hundredth of the cost."),

	MAX_SERVER_ROUTES("management.metrics.web.server.max-uri-tags", "200",
			"Larger services have more than 100 routes, and Boot drops routes beyond the limit."),

	MAX_CLIENT_ROUTES("management.metrics.web.client.max-uri-tags", "200",
			"Larger services call more than 100 routes, and Boot drops routes beyond the limit."),

	EXEMPLARS("management.prometheus.metrics.export.properties[io.prometheus.exporter.exemplarsOnAllMetricTypes]",
			"false",
			"OpenMetrics 1.0 allows exemplars only on counters and histogram buckets, and strict parsers reject others."),

	SECURITY_OBSERVATIONS("management.observations.enable.spring.security", "false",
			"Four spans per request provide little information, and an ordinary 401 marks one as an error."),

	EXECUTOR_CONTEXT("spring.task.execution.propagate-context", "true",
			"The trace would end at the first asynchronous method."),

	REACTOR_CONTEXT("spring.reactor.context-propagation", "auto", "Log lines inside operators would have no trace id."),

	JDBC_SPANS("jdbc.includes", "query",
			"Spans of connections and result sets outnumber those of queries and provide little information."),

	KAFKA_TEMPLATE("spring.kafka.template.observation-enabled", "true", "The trace would end at the topic."),

	KAFKA_LISTENER("spring.kafka.listener.observation-enabled", "true", "The trace would end at the topic."),

	RABBIT_TEMPLATE("spring.rabbitmq.template.observation-enabled", "true", "The trace would end at the exchange."),

	RABBIT_SIMPLE_LISTENER("spring.rabbitmq.listener.simple.observation-enabled", "true",
			"The trace would end at the queue."),

	RABBIT_DIRECT_LISTENER("spring.rabbitmq.listener.direct.observation-enabled", "true",
			"The trace would end at the queue."),

	PULSAR_TEMPLATE("spring.pulsar.template.observations-enabled", "true", "The trace would end at the topic."),

	PULSAR_LISTENER("spring.pulsar.listener.observation-enabled", "true", "The trace would end at the topic.");

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
