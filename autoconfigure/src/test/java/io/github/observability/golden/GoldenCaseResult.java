package io.github.observability.golden;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Timer;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * What an application recorded about one request.
 *
 * @param records the records, in words
 * @param spans statuses of the server spans
 */
record GoldenCaseResult(List<String> records, List<String> spans) {

	private static final String STREAMS = "observability.golden.streams";

	static GoldenCaseResult of(Map<String, List<Recorded.Record>> added, Collection<SpanData> spans) {
		List<String> records = new ArrayList<>();
		added.forEach((meter, byTags) -> byTags.forEach((record) -> records.add(text(meter, record))));
		return new GoldenCaseResult(records.stream().sorted().toList(),
				spans.stream().map((span) -> span.getStatus().getStatusCode().name()).sorted().toList());
	}

	private static String text(String meter, Recorded.Record record) {
		String text = text(meter, record.tags()::get);
		return (record.count() > 1) ? record.count() + " × " + text : text;
	}

	static String text(String meter, Timer timer) {
		return text(meter, timer.getId()::getTag);
	}

	private static String text(String meter, UnaryOperator<String> tags) {
		String text = "%s%s %s %s %s".formatted(meter.equals(STREAMS) ? "stream " : "", tags.apply("method"),
				tags.apply("uri"), tags.apply("status"), tags.apply("outcome"));
		String exception = tags.apply("exception");
		return "none".equals(exception) ? text : text + " " + exception;
	}

	String cell() {
		String cell = this.records.isEmpty() ? "nothing"
				: this.records.stream().map((record) -> "`" + record + "`").collect(Collectors.joining("<br>"));
		return this.spans.isEmpty() ? cell + "; no span" : cell + "; span " + String.join(", ", this.spans);
	}

}
