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

	CLIENT_REQUESTS_ACTIVE("http.client.requests.active", Meter.Type.LONG_TASK_TIMER,
			"HTTP requests sent that have no answer yet", GoldenTag.METHOD, GoldenTag.URI, GoldenTag.STATUS,
			GoldenTag.OUTCOME, GoldenTag.EXCEPTION, GoldenTag.CLIENT_NAME),

	SCHEDULED_TASKS("tasks.scheduled.execution", Meter.Type.TIMER, "Duration of scheduled tasks",
			GoldenTag.CODE_FUNCTION, GoldenTag.CODE_NAMESPACE, GoldenTag.OUTCOME, GoldenTag.EXCEPTION, GoldenTag.ERROR),

	SCHEDULED_TASKS_ACTIVE("tasks.scheduled.execution.active", Meter.Type.LONG_TASK_TIMER,
			"Scheduled tasks running right now", GoldenTag.CODE_FUNCTION, GoldenTag.CODE_NAMESPACE, GoldenTag.OUTCOME,
			GoldenTag.EXCEPTION),

	DROPPED("observability.golden.dropped", Meter.Type.COUNTER, "Requests served that could not be recorded");

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
