package io.github.observability.context.matrix;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

/**
 * What a request has that a log line at the far end of a way shall have.
 */
enum Propagated {

	TRACE("trace id", "/trace/id"),

	REQUEST("request id", "/http/request/id"),

	MDC_KEY("MDC key", "/tenant"),

	BAGGAGE("baggage", "/region");

	private final String title;

	private final String field;

	Propagated(String title, String field) {
		this.title = title;
		this.field = field;
	}

	static Set<Propagated> in(JsonNode line, Call call) {
		Set<Propagated> carried = EnumSet.noneOf(Propagated.class);
		for (Propagated each : values()) {
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

	static String text(Collection<Propagated> carried) {
		if (carried.isEmpty()) {
			return "nothing";
		}
		return (carried.size() == values().length) ? "all"
				: carried.stream().map((each) -> each.title).collect(Collectors.joining(", "));
	}

}
