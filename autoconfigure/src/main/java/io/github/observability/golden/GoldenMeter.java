package io.github.observability.golden;

import io.github.observability.DefinedMeter;
import io.github.observability.HttpNames;
import io.github.observability.MeterDefinition;
import io.github.observability.SemanticConvention;

/**
 * Meters of the golden signals. The first ones are Boot's and keep their names, which are
 * Micrometer's or OpenTelemetry's.
 */
enum GoldenMeter implements DefinedMeter {

	SERVER_REQUESTS(MeterDefinition.timer(Names.SERVER.requests(), "Duration of HTTP requests served", GoldenTag.METHOD,
			GoldenTag.URI, GoldenTag.STATUS, GoldenTag.OUTCOME, GoldenTag.EXCEPTION, GoldenTag.ERROR)),

	SERVER_REQUESTS_ACTIVE(
			MeterDefinition.gauge(Names.SERVER.active(), "HTTP requests being served right now", GoldenTag.METHOD)),

	CLIENT_REQUESTS(MeterDefinition.timer(Names.CLIENT.requests(), "Duration of HTTP requests sent", GoldenTag.METHOD,
			GoldenTag.URI, GoldenTag.STATUS, GoldenTag.OUTCOME, GoldenTag.EXCEPTION, GoldenTag.CLIENT_NAME,
			GoldenTag.ERROR)),

	CLIENT_REQUESTS_ACTIVE(MeterDefinition.gauge(Names.CLIENT.active(),
			"HTTP requests sent that are waiting for a response", GoldenTag.METHOD)),

	SERVER_REQUEST_DURATION(MeterDefinition.timer(Names.OTEL_SERVER.requests(), "Duration of HTTP requests served",
			GoldenTag.REQUEST_METHOD, GoldenTag.ROUTE, GoldenTag.STATUS_CODE, GoldenTag.OUTCOME, GoldenTag.ERROR_TYPE,
			GoldenTag.ERROR)),

	SERVER_ACTIVE_REQUESTS(MeterDefinition.gauge(Names.OTEL_SERVER.active(), "HTTP requests being served right now",
			GoldenTag.REQUEST_METHOD)),

	CLIENT_REQUEST_DURATION(MeterDefinition.timer(Names.OTEL_CLIENT.requests(), "Duration of HTTP requests sent",
			GoldenTag.REQUEST_METHOD, GoldenTag.URL_TEMPLATE, GoldenTag.STATUS_CODE, GoldenTag.OUTCOME,
			GoldenTag.ERROR_TYPE, GoldenTag.SERVER_ADDRESS, GoldenTag.ERROR)),

	CLIENT_ACTIVE_REQUESTS(MeterDefinition.gauge(Names.OTEL_CLIENT.active(),
			"HTTP requests sent that are waiting for a response", GoldenTag.REQUEST_METHOD)),

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

	DROPPED(MeterDefinition.counter("observability.golden.dropped", "Failures while requests were recorded, such as a convention or handler that threw an exception"));

	private final MeterDefinition definition;

	GoldenMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

	/** A class of its own because constants are created before the fields of an enum. */
	private static final class Names {

		static final HttpNames SERVER = HttpNames.server(SemanticConvention.MICROMETER);

		static final HttpNames CLIENT = HttpNames.client(SemanticConvention.MICROMETER);

		static final HttpNames OTEL_SERVER = HttpNames.server(SemanticConvention.OPENTELEMETRY);

		static final HttpNames OTEL_CLIENT = HttpNames.client(SemanticConvention.OPENTELEMETRY);

	}

}
