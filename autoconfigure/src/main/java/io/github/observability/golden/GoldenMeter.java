package io.github.observability.golden;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;

/**
 * Meters of the golden signals. The first ones are Boot's and keep their names.
 */
enum GoldenMeter implements DefinedMeter {

	SERVER_REQUESTS(MeterDefinition.timer("http.server.requests", "Duration of HTTP requests served", GoldenTag.METHOD,
			GoldenTag.URI, GoldenTag.STATUS, GoldenTag.OUTCOME, GoldenTag.EXCEPTION, GoldenTag.ERROR)),

	SERVER_REQUESTS_ACTIVE(MeterDefinition.gauge("http.server.requests.active", "HTTP requests being served right now",
			GoldenTag.METHOD)),

	CLIENT_REQUESTS(MeterDefinition.timer("http.client.requests", "Duration of HTTP requests sent", GoldenTag.METHOD,
			GoldenTag.URI, GoldenTag.STATUS, GoldenTag.OUTCOME, GoldenTag.EXCEPTION, GoldenTag.CLIENT_NAME,
			GoldenTag.ERROR)),

	CLIENT_REQUESTS_ACTIVE(MeterDefinition.gauge("http.client.requests.active",
			"HTTP requests sent that are waiting for a response", GoldenTag.METHOD)),

	SCHEDULED_TASKS(
			MeterDefinition.timer("tasks.scheduled.execution", "Duration of scheduled tasks", GoldenTag.CODE_FUNCTION,
					GoldenTag.CODE_NAMESPACE, GoldenTag.OUTCOME, GoldenTag.EXCEPTION, GoldenTag.ERROR)),

	SCHEDULED_TASKS_ACTIVE(
			MeterDefinition.longTaskTimer("tasks.scheduled.execution.active", "Scheduled tasks running right now",
					GoldenTag.CODE_FUNCTION, GoldenTag.CODE_NAMESPACE, GoldenTag.OUTCOME, GoldenTag.EXCEPTION)),

	QUARTZ_JOBS(MeterDefinition.timer("quartz.job", "Duration of Quartz jobs", GoldenTag.CODE_FUNCTION,
			GoldenTag.CODE_NAMESPACE, GoldenTag.OUTCOME, GoldenTag.EXCEPTION, GoldenTag.ERROR)),

	QUARTZ_JOBS_ACTIVE(MeterDefinition.longTaskTimer("quartz.job.active", "Quartz jobs running right now",
			GoldenTag.CODE_FUNCTION, GoldenTag.CODE_NAMESPACE, GoldenTag.OUTCOME, GoldenTag.EXCEPTION)),

	STREAMS(MeterDefinition.timer("observability.golden.streams",
			"Duration of streamed responses, which do not count as latency", GoldenTag.METHOD, GoldenTag.URI,
			GoldenTag.STATUS, GoldenTag.OUTCOME, GoldenTag.EXCEPTION, GoldenTag.ERROR)),

	STREAMS_FIRST_BYTE(MeterDefinition.timer("observability.golden.streams.first.byte",
			"Time to the first byte of streamed responses", GoldenTag.METHOD, GoldenTag.URI, GoldenTag.STATUS,
			GoldenTag.OUTCOME, GoldenTag.EXCEPTION, GoldenTag.ERROR)),

	LONG_RUNNING(MeterDefinition.counter("observability.golden.long.running",
			"Requests served that took longer than the threshold")),

	LONG_RUNNING_ACTIVE(MeterDefinition.gauge("observability.golden.long.running.active",
			"Requests being served right now for longer than the threshold")),

	COLLAPSED(MeterDefinition.counter("observability.golden.collapsed",
			"Requests recorded with the route 'other' because the meter reached its route limit", GoldenTag.METER,
			GoldenTag.KEY)),

	DROPPED(MeterDefinition.counter("observability.golden.dropped", "Requests that could not be recorded"));

	private final MeterDefinition definition;

	GoldenMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

}
