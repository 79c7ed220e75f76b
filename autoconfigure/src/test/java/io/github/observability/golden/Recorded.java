package io.github.observability.golden;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.github.observability.testing.RunningApplication;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.web.filter.ServerHttpObservationFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a running application has recorded about the requests it served.
 */
final class Recorded {

	private static final HttpNames MICROMETER = HttpNames.server(SemanticConvention.MICROMETER);

	private Recorded() {
	}

	/**
	 * Calls the application once and expects exactly one record and one server span.
	 */
	static void assertOnce(RunningApplication application, String path, int status, String route, String outcome,
			String exception, StatusCode spanStatus) {
		assertOnce(application, MICROMETER, path, status, route, outcome, exception, spanStatus);
	}

	/**
	 * The same by the given names.
	 */
	static void assertOnce(RunningApplication application, HttpNames names, String path, int status, String route,
			String outcome, String exception, StatusCode spanStatus) {
		List<Record> before = records(application, names.requests());
		assertThat(application.get(path).statusCode()).isEqualTo(status);
		assertThat(awaitRecords(application, names, before)).singleElement().satisfies((record) -> {
			assertThat(record.count()).isEqualTo(1);
			assertThat(record.tags()).containsEntry(names.method(), "GET")
				.containsEntry(names.status(), String.valueOf(status))
				.containsEntry(names.route(), route)
				.containsEntry("outcome", outcome)
				.containsEntry("error", exception);
			assertThat(GoldenCaseResult.simpleName(record.tags().getOrDefault(names.exception(), "")))
				.isEqualTo(exception);
		});
		assertThat(serverSpans(application, names, path)).singleElement()
			.satisfies((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(spanStatus));
	}

	static long total(Collection<Record> records) {
		return records.stream().mapToLong(Record::count).sum();
	}

	// The timer is recorded after the response was sent.
	static List<Record> awaitRecords(RunningApplication application, List<Record> before) {
		return awaitRecords(application, MICROMETER, before);
	}

	static List<Record> awaitRecords(RunningApplication application, HttpNames names, List<Record> before) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> difference(records(application, names.requests()), before), (added) -> !added.isEmpty());
	}

	static List<Record> difference(List<Record> after, List<Record> before) {
		List<Record> difference = new ArrayList<>();
		for (Record record : after) {
			long known = before.stream()
				.filter((candidate) -> candidate.tags().equals(record.tags()))
				.mapToLong(Record::count)
				.sum();
			if (record.count() != known) {
				difference.add(new Record(record.tags(), record.count() - known));
			}
		}
		return difference;
	}

	static List<Record> records(RunningApplication application) {
		return records(application, MICROMETER.requests());
	}

	static List<Record> records(RunningApplication application, String meter) {
		return application.meters()
			.find(meter)
			.timers()
			.stream()
			.map((timer) -> new Record(tags(timer), timer.count()))
			.toList();
	}

	static Map<String, String> tags(Timer timer) {
		Map<String, String> tags = new TreeMap<>();
		for (Tag tag : timer.getId().getTags()) {
			tags.put(tag.getKey(), tag.getValue());
		}
		return tags;
	}

	// Boot's batch processor exports each span again some seconds later.
	static Collection<SpanData> serverSpans(RunningApplication application, String path) {
		return serverSpans(application, MICROMETER, path);
	}

	static Collection<SpanData> serverSpans(RunningApplication application, HttpNames names, String path) {
		return exportedServerSpans(application, names, path).stream()
			.collect(Collectors.toMap(SpanData::getSpanId, Function.identity(), (first, again) -> first))
			.values();
	}

	private static List<SpanData> exportedServerSpans(RunningApplication application, HttpNames names, String path) {
		InMemorySpanExporter spans = application.bean(InMemorySpanExporter.class);
		return Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> spans.getFinishedSpanItems()
				.stream()
				.filter((span) -> path.equals(attribute(span, names.url())))
				.toList(), (found) -> !found.isEmpty());
	}

	static @Nullable Object attribute(SpanData span, String key) {
		return span.getAttributes()
			.asMap()
			.entrySet()
			.stream()
			.filter((attribute) -> attribute.getKey().getKey().equals(key))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

	static List<Object> observationFilters(RunningApplication application) {
		ApplicationContext context = application.context();
		return Arrays.stream(context.getBeanNamesForType(FilterRegistrationBean.class))
			.map((name) -> (Object) ((FilterRegistrationBean<?>) context.getBean(name)).getFilter())
			.filter(ServerHttpObservationFilter.class::isInstance)
			.toList();
	}

	record Record(Map<String, String> tags, long count) {
	}

}
