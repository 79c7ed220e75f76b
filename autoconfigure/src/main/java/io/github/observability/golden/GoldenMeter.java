package io.github.observability.golden;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/**
 * Meters of the golden signals. The first ones are Boot's and keep their names.
 */
enum GoldenMeter implements MeterDocumentation {

	SERVER_REQUESTS("http.server.requests", Meter.Type.TIMER, "Duration of HTTP requests served", GoldenTag.METHOD,
			GoldenTag.URI, GoldenTag.STATUS, GoldenTag.OUTCOME, GoldenTag.EXCEPTION, GoldenTag.ERROR),

	SERVER_REQUESTS_ACTIVE("http.server.requests.active", Meter.Type.GAUGE, "HTTP requests being served right now",
			GoldenTag.METHOD),

	CLIENT_REQUESTS("http.client.requests", Meter.Type.TIMER, "Duration of HTTP requests sent", GoldenTag.METHOD,
			GoldenTag.URI, GoldenTag.STATUS, GoldenTag.OUTCOME, GoldenTag.EXCEPTION, GoldenTag.CLIENT_NAME,
			GoldenTag.ERROR),

	CLIENT_REQUESTS_ACTIVE("http.client.requests.active", Meter.Type.GAUGE,
			"HTTP requests sent that have no answer yet", GoldenTag.METHOD),

	SCHEDULED_TASKS("tasks.scheduled.execution", Meter.Type.TIMER, "Duration of scheduled tasks",
			GoldenTag.CODE_FUNCTION, GoldenTag.CODE_NAMESPACE, GoldenTag.OUTCOME, GoldenTag.EXCEPTION, GoldenTag.ERROR),

	SCHEDULED_TASKS_ACTIVE("tasks.scheduled.execution.active", Meter.Type.LONG_TASK_TIMER,
			"Scheduled tasks running right now", GoldenTag.CODE_FUNCTION, GoldenTag.CODE_NAMESPACE, GoldenTag.OUTCOME,
			GoldenTag.EXCEPTION),

	STREAMS("observability.golden.streams", Meter.Type.TIMER,
			"Duration of answers that are streams, which are no latency", GoldenTag.METHOD, GoldenTag.URI,
			GoldenTag.STATUS, GoldenTag.OUTCOME, GoldenTag.EXCEPTION, GoldenTag.ERROR),

	STREAMS_FIRST_BYTE("observability.golden.streams.first.byte", Meter.Type.TIMER,
			"Time to the first byte of answers that are streams", GoldenTag.METHOD, GoldenTag.URI, GoldenTag.STATUS,
			GoldenTag.OUTCOME, GoldenTag.EXCEPTION, GoldenTag.ERROR),

	LONG_RUNNING("observability.golden.long.running", Meter.Type.COUNTER,
			"Requests served that took longer than the threshold"),

	LONG_RUNNING_ACTIVE("observability.golden.long.running.active", Meter.Type.GAUGE,
			"Requests being served right now for longer than the threshold"),

	COLLAPSED("observability.golden.collapsed", Meter.Type.COUNTER,
			"Requests recorded under other because a meter had reached its limit of routes", GoldenTag.METER,
			GoldenTag.KEY),

	DROPPED("observability.golden.dropped", Meter.Type.COUNTER, "Requests that could not be recorded");

	private final String name;

	private final Meter.Type type;

	private final String description;

	private final KeyName[] keyNames;

	GoldenMeter(String name, Meter.Type type, String description, KeyName... keyNames) {
		this.name = name;
		this.type = type;
		this.description = description;
		this.keyNames = keyNames;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.keyNames;
	}

	String description() {
		return this.description;
	}

}
