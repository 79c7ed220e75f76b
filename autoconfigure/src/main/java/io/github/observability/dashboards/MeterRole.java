package io.github.observability.dashboards;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.github.observability.HttpNames;
import io.github.observability.JvmNames;
import io.github.observability.SemanticConvention;
import io.github.observability.incidents.IncidentMeter;
import io.github.observability.resource.ResourceMeter;
import io.github.observability.saturation.SaturationMeter;
import io.github.observability.slo.SloMeter;
import io.github.observability.slo.cause.CauseMeter;
import io.github.observability.tracing.TracingMeter;
import org.jspecify.annotations.Nullable;

/**
 * What a panel shows, with the names under which different conventions record it.
 */
enum MeterRole {

	SERVER_REQUESTS(each((convention) -> HttpNames.server(convention).requests())),

	CLIENT_REQUESTS(each((convention) -> HttpNames.client(convention).requests())),

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

	BAD_EVENT_CAUSES(CauseMeter.BAD.getName()),

	INCIDENT_BEGIN(IncidentMeter.BEGIN_TIME.getName()),

	CHANGE_TIME(IncidentMeter.CHANGE_TIME.getName()),

	TAIL_SAMPLED(TracingMeter.TAIL_SAMPLED.getName()),

	HEAD_SAMPLED(TracingMeter.SAMPLED.getName()),

	MEMORY_USED(each((convention) -> JvmNames.of(convention).memoryUsed())),

	MEMORY_MAX(each((convention) -> JvmNames.of(convention).memoryMax())),

	GC_PAUSE(JvmNames.GC_PAUSE),

	PROCESS_CPU(each((convention) -> JvmNames.of(convention).cpuUsage())),

	SYSTEM_CPU("system.cpu.usage"),

	START_TIME("process.start.time"),

	UPTIME("process.uptime"),

	LOG_LINES("logback.events", "log4j2.events"),

	APPLICATION(ResourceMeter.APPLICATION_INFO.getName()),

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

	/**
	 * Return a name or a tag by each convention. The registry tells which one is used.
	 * @param name the name by a convention
	 * @return the names
	 */
	static String[] each(Function<SemanticConvention, @Nullable String> name) {
		return Arrays.stream(SemanticConvention.values())
			.map(name)
			.filter(Objects::nonNull)
			.distinct()
			.toArray(String[]::new);
	}

	List<String> names() {
		return this.names;
	}

}
