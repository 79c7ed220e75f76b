package io.github.observability.context.matrix;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

/**
 * What a request has that a log line at the far end of a way shall have.
 */
enum Carried {

	TRACE("trace id", "/trace/id"),

	REQUEST("request id", "/http/request/id"),

	MDC_KEY("MDC key", "/tenant"),

	BAGGAGE("baggage", "/region");

	private final String title;

	private final String field;

	Carried(String title, String field) {
		this.title = title;
		this.field = field;
	}

	static Set<Carried> in(JsonNode line, Call call) {
		Set<Carried> carried = EnumSet.noneOf(Carried.class);
		for (Carried each : values()) {
			if (line.at(each.field).asString("").equals(each.of(call))) {
				carried.add(each);
			}
		}
		return carried;
	}

	private String of(Call call) {
		return switch (this) {
			case TRACE -> call.traceId();
			case REQUEST -> call.requestId();
			case MDC_KEY -> call.tenant();
			case BAGGAGE -> call.region();
		};
	}

	static String text(Collection<Carried> carried) {
		if (carried.isEmpty()) {
			return "nothing";
		}
		return (carried.size() == values().length) ? "all"
				: carried.stream().map((each) -> each.title).collect(Collectors.joining(", "));
	}

}
