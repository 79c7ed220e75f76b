package io.github.observability;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.observability.testing.JsonLines;
import io.github.observability.testing.Library;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.github.observability.testing.Uses;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The starter beside what a platform team or another library has brought already.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class CoexistenceIntegrationTests {

	private RunningApplication application;

	@BeforeAll
	void start() {
		this.application = RunningApplication.start(Application.class, "management.tracing.sampling.probability=1",
				"management.metrics.tags.region=eu", "logging.structured.json.add.team=payments",
				"spring.datasource.url=jdbc:h2:mem:coexistence");
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@Test
	void keepsTagsFromEverySource() {
		this.application.get("/rides");
		assertThat(tags(await("/rides"))).containsEntry("region", "eu")
			.containsEntry("by.filter", "meter")
			.containsEntry("by.convention", "convention")
			.containsEntry("by.observation.filter", "observation")
			.containsEntry("status", "200");
	}

	@Test
	void keepsUnrecordedWhatAPredicateRefuses() {
		this.application.get("/quiet");
		this.application.get("/after-quiet");
		await("/after-quiet");
		assertThat(this.application.meters().find("http.server.requests").tag("uri", "/quiet").timer()).isNull();
	}

	@Test
	void callsHandlersOfTheUser() {
		this.application.get("/rides");
		await("/rides");
		assertThat(this.application.bean(CountingHandler.class).stopped).isNotEmpty()
			.allSatisfy((context) -> assertThat(context.getCarrier()).isNotNull());
	}

	@Test
	void keepsAddedLogFields(CapturedOutput output) {
		this.application.get("/rides");
		assertThat(JsonLines.withMessage(output.getOut(), "Rides listed").path("team").asString())
			.isEqualTo("payments");
	}

	@Test
	void composesTaskDecorators(CapturedOutput output) {
		this.application.get("/later", "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
		assertThat(JsonLines.withMessage(output.getOut(), "Later").at("/trace/id").asString())
			.isEqualTo("0af7651916cd43dd8448eb211c80319c");
		assertThat(JsonLines.withMessage(output.getOut(), "Later").path("decorated").asString()).isEqualTo("yes");
	}

	@Test
	void livesBesideSqlSpansOfAnotherLibrary() {
		this.application.get("/sql", "traceparent", "00-0af7651916cd43dd8448eb211c80319d-b7ad6b7169203331-01");
		InMemorySpanExporter spans = this.application.bean(InMemorySpanExporter.class);
		Awaitility.await().untilAsserted(() -> {
			List<SpanData> trace = spans.getFinishedSpanItems()
				.stream()
				.filter((span) -> span.getTraceId().equals("0af7651916cd43dd8448eb211c80319d"))
				.toList();
			assertThat(trace).extracting(SpanData::getName).contains("query", "http get /sql");
			// The application's own processor and Boot's both export to it.
			assertThat(trace.stream().filter((span) -> span.getName().startsWith("http get")).map(SpanData::getSpanId))
				.hasSizeGreaterThanOrEqualTo(1)
				.satisfies((ids) -> assertThat(Set.copyOf(ids)).hasSize(1));
		});
	}

	private Timer await(String route) {
		return Awaitility.await()
			.until(() -> this.application.meters().find("http.server.requests").tag("uri", route).timer(),
					(timer) -> timer != null);
	}

	private static Map<String, String> tags(Timer timer) {
		return timer.getId().getTags().stream().collect(Collectors.toMap(Tag::getKey, Tag::getValue));
	}

	@Uses(Library.JDBC)
	@UnsecuredApplication
	@Import(Endpoints.class)
	static class Application {

		@Bean
		MeterFilter ownMeterFilter() {
			return MeterFilter.commonTags(List.of(Tag.of("by.filter", "meter")));
		}

		@Bean
		DefaultServerRequestObservationConvention ownConvention() {
			return new DefaultServerRequestObservationConvention() {

				@Override
				public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
					return super.getLowCardinalityKeyValues(context).and("by.convention", "convention");
				}

			};
		}

		@Bean
		ObservationFilter ownObservationFilter() {
			return (context) -> context.addLowCardinalityKeyValue(KeyValue.of("by.observation.filter", "observation"));
		}

		@Bean
		ObservationPredicate ownPredicate() {
			return (name, context) -> !(context instanceof ServerRequestObservationContext served
					&& served.getCarrier().getRequestURI().equals("/quiet"));
		}

		@Bean
		CountingHandler countingHandler() {
			return new CountingHandler();
		}

		@Bean
		TaskDecorator ownTaskDecorator() {
			return (task) -> () -> {
				MDC.put("decorated", "yes");
				try {
					task.run();
				}
				finally {
					MDC.remove("decorated");
				}
			};
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

	static class CountingHandler implements ObservationHandler<ServerRequestObservationContext> {

		private final List<ServerRequestObservationContext> stopped = new CopyOnWriteArrayList<>();

		@Override
		public void onStop(ServerRequestObservationContext context) {
			this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ServerRequestObservationContext;
		}

	}

	@RestController
	static class Endpoints {

		private final AsyncTaskExecutor executor;

		private final JdbcClient jdbc;

		Endpoints(AsyncTaskExecutor executor, JdbcClient jdbc) {
			this.executor = executor;
			this.jdbc = jdbc;
		}

		@GetMapping("/rides")
		String rides() {
			LoggerFactory.getLogger(Endpoints.class).info("Rides listed");
			return "rides";
		}

		@GetMapping({ "/quiet", "/after-quiet" })
		String quiet() {
			return "quiet";
		}

		@GetMapping("/later")
		String later() throws Exception {
			CompletableFuture.runAsync(() -> LoggerFactory.getLogger(Endpoints.class).info("Later"), this.executor)
				.get(20, TimeUnit.SECONDS);
			return "later";
		}

		@GetMapping("/sql")
		String sql() {
			return this.jdbc.sql("select 1").query(String.class).single();
		}

	}

}
