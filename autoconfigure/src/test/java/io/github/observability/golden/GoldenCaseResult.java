package io.github.observability.golden;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * What an application recorded about one request.
 *
 * @param records the records, in words
 * @param spans statuses of the server spans
 */
record GoldenCaseResult(List<String> records, List<String> spans) {

	private static final HttpNames MICROMETER = HttpNames.server(SemanticConvention.MICROMETER);

	private static final String STREAMS = "observability.golden.streams";

	static GoldenCaseResult of(Map<String, List<Recorded.Record>> added, Collection<SpanData> spans) {
		return of(MICROMETER, added, spans);
	}

	static GoldenCaseResult of(HttpNames names, Map<String, List<Recorded.Record>> added, Collection<SpanData> spans) {
		List<String> records = new ArrayList<>();
		added.forEach((meter, byTags) -> byTags.forEach((record) -> records.add(text(names, meter, record))));
		return new GoldenCaseResult(records.stream().sorted().toList(),
				spans.stream().map((span) -> span.getStatus().getStatusCode().name()).sorted().toList());
	}

	private static String text(HttpNames names, String meter, Recorded.Record record) {
		String text = text(names, meter, record.tags()::get);
		return (record.count() > 1) ? record.count() + " × " + text : text;
	}

	static String text(String meter, Timer timer) {
		return text(MICROMETER, meter, timer.getId()::getTag);
	}

	private static String text(HttpNames names, String meter, UnaryOperator<String> tags) {
		String method = tags.apply(names.method());
		String text = "%s%s %s %s %s".formatted(meter.equals(STREAMS) ? "stream " : "",
				names.unknownMethod().equals(method) ? MICROMETER.unknownMethod() : method, tags.apply(names.route()),
				tags.apply(names.status()), tags.apply("outcome"));
		String exception = tags.apply(names.exception());
		return "none".equals(exception) ? text : text + " " + simpleName(exception);
	}

	/** Only Micrometer's convention has simple names. */
	static String simpleName(String exception) {
		return exception.substring(Math.max(exception.lastIndexOf('.'), exception.lastIndexOf('$')) + 1);
	}

	String cell() {
		String cell = this.records.isEmpty() ? "nothing"
				: this.records.stream().map((record) -> "`" + record + "`").collect(Collectors.joining("<br>"));
		return this.spans.isEmpty() ? cell + "; no span" : cell + "; span " + String.join(", ", this.spans);
	}

}
