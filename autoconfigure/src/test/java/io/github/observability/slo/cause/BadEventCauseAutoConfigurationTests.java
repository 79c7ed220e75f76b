package io.github.observability.slo.cause;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.observability.slo.SloAutoConfiguration;
import io.github.observability.testing.ForwardingSpanExporter;
import io.github.observability.testing.SteppingMeterRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationHandler;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class BadEventCauseAutoConfigurationTests {

	private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SloAutoConfiguration.class, BadEventCauseAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withPropertyValues("observability.slo.objectives.rides.target=99",
				"observability.slo.objectives.rides.http.route=/rides",
				"observability.slo.objectives.rides-fast.target=95",
				"observability.slo.objectives.rides-fast.http.route=/rides",
				"observability.slo.objectives.rides-fast.slower-than=300ms");

	@Test
	void countsFailuresByTheDeepestFailedDependency() {
		this.runner.run((context) -> {
			BadEventCauses causes = context.getBean(BadEventCauses.class);
			request(causes, "/rides", "500", 100, "payments-db", 50, true);
			request(causes, "/rides", "200", 100, "payments-db", 50, false);
			request(causes, "/other", "500", 100, "payments-db", 50, true);
			assertThat(count(context.getBean(MeterRegistry.class), "rides", "payments-db")).isEqualTo(1);
			assertThat(context.getBean(BadEventHistory.class).events()).singleElement().satisfies((event) -> {
				assertThat(event.route()).isEqualTo("GET /rides");
				assertThat(event.traceId()).hasSize(32);
				assertThat(event.time()).isEqualTo(START.plusMillis(100));
			});
		});
	}

	@Test
	void countsSlowRequestsByTheCriticalPath() {
		this.runner.run((context) -> {
			BadEventCauses causes = context.getBean(BadEventCauses.class);
			request(causes, "/rides", "200", 900, "pricing", 800, false);
			request(causes, "/rides", "200", 900, "pricing", 100, false);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(count(registry, "rides-fast", "pricing")).isEqualTo(1);
			assertThat(count(registry, "rides-fast", "self")).isEqualTo(1);
			assertThat(count(registry, "rides", "pricing")).isZero();
		});
	}

	@Test
	void boundsTheNamesOfCauses() {
		this.runner.run((context) -> {
			BadEventCauses causes = context.getBean(BadEventCauses.class);
			for (int i = 0; i < 20; i++) {
				request(causes, "/rides", "500", 100, "host" + i, 50, true);
			}
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("observability.slo.bad").tag("slo", "rides").counters())
				.extracting((counter) -> counter.getId().getTag("cause"))
				.hasSize(7)
				.contains("self", "other");
			assertThat(count(registry, "rides", "other")).isEqualTo(15);
		});
	}

	@Test
	void eachObjectiveOfRequestsHasASeriesFromTheStart() {
		this.runner
			.withPropertyValues("observability.slo.objectives.charge.target=99",
					"observability.slo.objectives.charge.observation=payment.charge")
			.run((context) -> {
				assertThat(context.getBean(MeterRegistry.class).find("observability.slo.bad").counters())
					.extracting((counter) -> counter.getId().getTag("slo"))
					.containsExactlyInAnyOrder("rides", "rides-fast");
				BadEventCauses causes = context.getBean(BadEventCauses.class);
				request(causes, "/rides", "500", 100, "payments-db", 50, true);
				request(causes, "/rides", "500", 100, "payments-db", 50, true);
				assertThat(causes.counts()).containsOnlyKeys("rides", "rides-fast");
				assertThat(causes.counts().get("rides")).containsExactly(entry("payments-db", 2L), entry("self", 0L));
			});
	}

	@Test
	void totalsOutliveTheStepOfARegistryThatPushes() {
		MockClock clock = new MockClock();
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SloAutoConfiguration.class, BadEventCauseAutoConfiguration.class))
			.withBean(SteppingMeterRegistry.class, () -> new SteppingMeterRegistry(clock))
			.withPropertyValues("observability.slo.objectives.rides.target=99",
					"observability.slo.objectives.rides.http.route=/rides")
			.run((context) -> {
				BadEventCauses causes = context.getBean(BadEventCauses.class);
				for (int minute = 0; minute < 3; minute++) {
					request(causes, "/rides", "500", 100, "payments-db", 50, true);
					request(causes, "/rides", "500", 100, "pricing", 50, minute > 0);
					clock.add(Duration.ofMinutes(1));
				}
				clock.add(Duration.ofMinutes(1));
				assertThat(causes.counts().get("rides")).containsExactly(entry("payments-db", 3L), entry("pricing", 2L),
						entry("self", 1L));
			});
	}

	@Test
	void endpointTellsTheCauses() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=slo").run((context) -> {
			request(context.getBean(BadEventCauses.class), "/rides", "500", 100, "payments-db", 50, true);
			Object endpoint = context.getBean("sloEndpoint");
			assertThat(JsonMapper.shared()
				.readTree(JsonMapper.shared()
					.writeValueAsString(ReflectionTestUtils.<Object>invokeMethod(endpoint, "status")))
				.at("/objectives/0/causes")
				.toString()).isEqualTo("{\"payments-db\":1,\"self\":0}");
		});
	}

	@Test
	void addsNothingThatARequestPasses() {
		this.runner.run((with) -> this.runner.withPropertyValues("observability.slo.causes=false").run((without) -> {
			List<String> added = new ArrayList<>(List.of(with.getBeanDefinitionNames()));
			added.removeAll(List.of(without.getBeanDefinitionNames()));
			assertThat(added).containsExactlyInAnyOrder("badEventCauses",
					BadEventCauseAutoConfiguration.class.getName());
			assertThat(with.getBean(BadEventCauses.class)).isNotInstanceOf(ObservationHandler.class)
				.isNotInstanceOf(SpanProcessor.class);
		}));
	}

	@Test
	void isRemovedByOneProperty() {
		this.runner.withPropertyValues("observability.slo.causes=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BadEventCauses.class));
		this.runner.withPropertyValues("observability.slo.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BadEventCauses.class));
	}

	@Test
	void backsOffWithoutOpenTelemetry() {
		this.runner.withClassLoader(new FilteredClassLoader("io.opentelemetry"))
			.run((context) -> assertThat(context).doesNotHaveBean(BadEventCauseAutoConfiguration.class));
	}

	private static double count(MeterRegistry registry, String slo, String cause) {
		Counter counter = registry.find("observability.slo.bad").tag("slo", slo).tag("cause", cause).counter();
		return (counter != null) ? counter.count() : 0;
	}

	private static void request(BadEventCauses causes, String uri, String status, long millis, String peer,
			long callMillis, boolean failed) {
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor.create(new ForwardingSpanExporter(causes::exported)))
			.build()) {
			Tracer tracer = provider.get("test");
			Span root = tracer.spanBuilder("http get " + uri)
				.setSpanKind(SpanKind.SERVER)
				.setStartTimestamp(START)
				.setAttribute("method", "GET")
				.setAttribute("uri", uri)
				.setAttribute("status", status)
				.startSpan();
			Span call = tracer.spanBuilder("http get")
				.setParent(Context.root().with(root))
				.setSpanKind(SpanKind.CLIENT)
				.setStartTimestamp(START)
				.setAttribute("peer.service", peer)
				.startSpan();
			if (failed) {
				call.setStatus(StatusCode.ERROR);
				root.setStatus(StatusCode.ERROR);
			}
			call.end(START.plusMillis(callMillis).toEpochMilli(), TimeUnit.MILLISECONDS);
			root.end(START.plusMillis(millis).toEpochMilli(), TimeUnit.MILLISECONDS);
		}
	}

}
