package io.github.observability.dashboards;

import java.util.List;

import io.github.observability.saturation.SaturationMeter;
import io.github.observability.slo.SloMeter;
import io.github.observability.tracing.TracingMeter;

/**
 * What a panel shows, with the names under which different conventions record it.
 */
enum MeterRole {

	SERVER_REQUESTS("http.server.requests", "http.server.request.duration"),

	SERVER_REQUESTS_ACTIVE("http.server.requests.active", "http.server.active_requests", "http.server.request.active"),

	CLIENT_REQUESTS("http.client.requests", "http.client.request.duration"),

	SCHEDULED_TASKS("tasks.scheduled.execution"),

	STATEMENTS("jdbc.query"),

	POOL_ACTIVE("hikaricp.connections.active", "jdbc.connections.active", "db.client.connection.count"),

	POOL_PENDING("hikaricp.connections.pending"),

	POOL_MAX("hikaricp.connections.max", "jdbc.connections.max", "db.client.connection.max"),

	MESSAGES_PROCESSED("spring.kafka.listener", "spring.rabbit.listener", "jms.message.process"),

	SATURATION(SaturationMeter.SATURATION.getName()),

	CPU_THROTTLED(SaturationMeter.CPU_THROTTLED.getName()),

	RUN_QUEUE_WAIT(SaturationMeter.RUN_QUEUE_WAIT.getName()),

	SLO_EVENTS(SloMeter.EVENTS.getName()),

	TAIL_SAMPLED(TracingMeter.TAIL_SAMPLED.getName()),

	HEAD_SAMPLED(TracingMeter.SAMPLED.getName()),

	MEMORY_USED("jvm.memory.used"),

	MEMORY_MAX("jvm.memory.max", "jvm.memory.limit"),

	GC_PAUSE("jvm.gc.pause", "jvm.gc.duration"),

	PROCESS_CPU("process.cpu.usage", "jvm.cpu.recent_utilization"),

	SYSTEM_CPU("system.cpu.usage", "jvm.system.cpu.utilization"),

	START_TIME("process.start.time"),

	UPTIME("process.uptime"),

	LOG_LINES("logback.events", "log4j2.events"),

	APPLICATION(ApplicationMeter.INFO.getName()),

	FUNNEL_STEPS("observability.business.funnel.steps"),

	FUNNEL_DROP_OFF("observability.business.funnel.dropoff"),

	SCORE("observability.business.score"),

	SCORE_CONTRIBUTION("observability.business.score.contribution"),

	OUTLIER("observability.business.outlier"),

	OUTLIER_RATIO("observability.business.outlier.ratio");

	private final List<String> names;

	MeterRole(String... names) {
		this.names = List.of(names);
	}

	List<String> names() {
		return this.names;
	}

}
