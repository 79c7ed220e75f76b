package io.github.observability.golden;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.github.observability.testing.RunningApplication;
import io.micrometer.core.instrument.FunctionTimer;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.awaitility.Awaitility;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/**
 * Sends each {@link GoldenCase} to an application on Tomcat and collects what it records.
 */
final class GoldenCases {

	private GoldenCases() {
	}

	static Map<GoldenCase, GoldenCaseResult> results(String... arguments) throws IOException {
		return results(HttpNames.server(SemanticConvention.MICROMETER), arguments);
	}

	static Map<GoldenCase, GoldenCaseResult> results(HttpNames names, String... arguments) throws IOException {
		List<String> all = new ArrayList<>(GoldenCase.ARGUMENTS);
		all.add("spring.main.banner-mode=off");
		all.addAll(List.of(arguments));
		Map<GoldenCase, GoldenCaseResult> results = new EnumMap<>(GoldenCase.class);
		try (RunningApplication application = RunningApplication.start(Application.class, all.toArray(String[]::new))) {
			boolean plain = Recorded.observationFilters(application)
				.stream()
				.noneMatch(ServletGoldenSignalsFilter.class::isInstance);
			for (GoldenCase each : GoldenCase.values()) {
				if (!plain || !each.isRaceInTomcat()) {
					boolean recorded = each.isRecorded() && !(plain && each.isLostByPlainBoot());
					results.put(each, result(application, names, each, recorded));
				}
			}
		}
		return results;
	}

	private static GoldenCaseResult result(RunningApplication application, HttpNames names, GoldenCase request,
			boolean recorded) throws IOException {
		Map<String, List<Recorded.Record>> before = records(application, names);
		InMemorySpanExporter exporter = application.bean(InMemorySpanExporter.class);
		double processed = processed(application);
		request.send(application.url("/"));
		// Tomcat counts a request once it is through with it, error page included.
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> (processed(application) > processed || request.isRaceInTomcat()) && (!recorded
					|| (!records(application, names).equals(before) && !serverSpans(exporter, request).isEmpty())));
		Awaitility.await()
			.alias("in flight after " + request)
			.atMost(Duration.ofSeconds(20))
			.until(() -> inFlight(application, names) == 0);
		Map<String, List<Recorded.Record>> added = new LinkedHashMap<>();
		records(application, names).forEach(
				(meter, after) -> added.put(meter, Recorded.difference(after, before.getOrDefault(meter, List.of()))));
		return GoldenCaseResult.of(names, added, serverSpans(exporter, request));
	}

	/** Plain Boot has no gauge of that name. */
	private static double inFlight(RunningApplication application, HttpNames names) {
		return application.meters().find(names.active()).gauges().stream().mapToDouble((gauge) -> gauge.value()).sum();
	}

	private static double processed(RunningApplication application) {
		return application.meters()
			.find("tomcat.global.request")
			.functionTimers()
			.stream()
			.mapToDouble(FunctionTimer::count)
			.sum();
	}

	private static Map<String, List<Recorded.Record>> records(RunningApplication application, HttpNames names) {
		Map<String, List<Recorded.Record>> records = new LinkedHashMap<>();
		for (String meter : List.of(names.requests(), GoldenMeter.STREAMS.getName())) {
			records.put(meter, Recorded.records(application, meter));
		}
		return records;
	}

	// Boot's batch processor exports each span again some seconds later.
	private static Collection<SpanData> serverSpans(InMemorySpanExporter exporter, GoldenCase request) {
		return exporter.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getTraceId().equals(request.traceId()) && span.getKind() == SpanKind.SERVER)
			.collect(Collectors.toMap(SpanData::getSpanId, Function.identity(), (first, again) -> first))
			.values();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSocket
	@Import(GoldenTestApplication.class)
	static class Application {

		@Bean
		WebSocketConfigurer sockets() {
			return (registry) -> registry.addHandler(new TextWebSocketHandler(), "/socket");
		}

		@Bean
		InMemorySpanExporter inMemorySpanExporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor immediateSpanProcessor(InMemorySpanExporter exporter) {
			return SimpleSpanProcessor.create(exporter);
		}

	}

}
