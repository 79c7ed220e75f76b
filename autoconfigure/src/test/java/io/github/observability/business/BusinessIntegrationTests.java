package io.github.observability.business;

import java.time.Duration;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;

import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * One call in a request of a running server: the counter, the amount, the span, the line
 * and the endpoint.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("jdk")
class BusinessIntegrationTests {

	private static final String[] PROPERTIES = { "management.tracing.sampling.probability=1",
			"spring.main.banner-mode=off", "management.endpoints.web.exposure.include=business,prometheus",
			"observability.business.funnels.rides=requested,completed",
			"observability.business.scores.supply.components.drivers.meter=drivers.free",
			"observability.business.scores.supply.components.drivers.good=10",
			"observability.business.scores.supply.components.drivers.bad=0",
			"observability.business.outliers.cities.events=rides.completed",
			"observability.business.outliers.cities.failures=rides.failed",
			"observability.business.outliers.cities.tag=city", "observability.business.outliers.cities.min-volume=1",
			"observability.business.outlier-interval=100ms", "observability.business.outliers.cities.window=1h" };

	@Test
	void countsMarksAndWritesAnEvent(CapturedOutput output) {
		try (RunningApplication application = RunningApplication.start(RidesApplication.class, PROPERTIES)) {
			assertThat(application.get("/complete/berlin").statusCode()).isEqualTo(200);
			assertThat(application.get("/actuator/prometheus").body())
				.contains("rides_completed_total{city=\"berlin\"} 1.0\n")
				.contains("rides_completed_amount_minor_units_total{city=\"berlin\",currency=\"EUR\"} 1250.0\n");
			SpanData span = Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> spans(application), (spans) -> !spans.isEmpty())
				.get(0);
			assertThat(span.getAttributes().get(AttributeKey.booleanKey("business.rides.completed"))).isTrue();
			assertThat(span.getAttributes().get(AttributeKey.stringKey("business.rides.completed.city")))
				.isEqualTo("berlin");
			assertThat(span.getAttributes().get(AttributeKey.longKey("business.rides.completed.amount")))
				.isEqualTo(1250);
			JsonNode line = JsonLines.withMessage(output.getOut(), "Business event rides.completed");
			assertThat(line.at("/business/event").asString()).isEqualTo("rides.completed");
			assertThat(line.at("/business/tags/city").asString()).isEqualTo("berlin");
			assertThat(line.at("/business/amount").isNumber()).isTrue();
			assertThat(line.at("/business/amount").asLong()).isEqualTo(1250);
			assertThat(line.at("/business/currency").asString()).isEqualTo("EUR");
			assertThat(line.at("/trace/id").asString()).isEqualTo(span.getTraceId());
		}
	}

	@Test
	void leavesSpanAndLineAloneWhenTheyAreOff(CapturedOutput output) {
		String[] off = Arrays.copyOf(PROPERTIES, PROPERTIES.length + 2);
		off[PROPERTIES.length] = "observability.business.span-attributes=false";
		off[PROPERTIES.length + 1] = "observability.business.event-lines=false";
		try (RunningApplication application = RunningApplication.start(RidesApplication.class, off)) {
			application.get("/complete/berlin");
			SpanData span = Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> application.bean(InMemorySpanExporter.class).getFinishedSpanItems(),
						(spans) -> !spans.isEmpty())
				.get(0);
			assertThat(span.getAttributes().asMap().keySet()).noneMatch((key) -> key.getKey().startsWith("business."));
			assertThat(output).doesNotContain("Business event");
			assertThat(application.meters().get("rides.completed").counter().count()).isEqualTo(1);
		}
	}

	@Test
	void tellsTheStateAtTheEndpoint() {
		try (RunningApplication application = RunningApplication.start(RidesApplication.class, PROPERTIES)) {
			application.get("/complete/berlin");
			application.bean(BusinessMetrics.class).counter("rides.failed", "Rides failed", "city");
			JsonNode state = Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> JsonLines.parse(application.get("/actuator/business").body()),
						(body) -> !body.at("/outliers/cities").isEmpty());
			assertThat(state.at("/meters/rides.completed/0/tags/city").asString()).isEqualTo("berlin");
			assertThat(state.at("/meters/rides.completed/0/values/count").asInt()).isEqualTo(1);
			assertThat(state.at("/meters/drivers.free/0/values/value").asInt()).isEqualTo(5);
			assertThat(state.at("/funnels/rides/0/step").asString()).isEqualTo("requested");
			assertThat(state.at("/funnels/rides/0/count").asInt()).isEqualTo(2);
			assertThat(state.at("/funnels/rides/1/dropOff").asDouble()).isEqualTo(0.5);
			assertThat(state.at("/scores/supply/score").asDouble()).isCloseTo(0.5, within(1e-9));
			assertThat(state.at("/scores/supply/cause").asString()).isEqualTo("drivers");
			assertThat(state.at("/scores/supply/components/drivers/contribution").asDouble()).isCloseTo(0.5,
					within(1e-9));
			assertThat(state.at("/outliers/cities/0/group").asString()).isEqualTo("berlin");
			assertThat(state.at("/outliers/cities/0/outlier").asBoolean()).isFalse();
		}
	}

	private static List<SpanData> spans(RunningApplication application) {
		return application.bean(InMemorySpanExporter.class)
			.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getName().contains("/complete"))
			.toList();
	}

	@UnsecuredApplication
	static class RidesApplication {

		@Bean
		Rides rides(BusinessMetrics business) {
			return new Rides(business);
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

	@RestController
	static class Rides {

		private final BusinessEvents completed;

		private final BusinessFunnel funnel;

		Rides(BusinessMetrics business) {
			this.completed = business.events("rides.completed", "Rides completed", "city");
			this.funnel = business.funnel("rides");
			business.gauge("drivers.free", "Drivers free", () -> 5);
		}

		@GetMapping("/complete/{city}")
		String complete(@PathVariable String city) {
			this.funnel.reached("requested");
			this.funnel.reached("requested");
			this.completed.occurred(1250, Currency.getInstance("EUR"), city);
			this.funnel.reached("completed");
			return city;
		}

	}

}
