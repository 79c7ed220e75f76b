package io.github.observability.golden;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.SharedApplication;
import io.github.observability.testing.Volume;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import jakarta.servlet.http.HttpServletRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What applications have of their own to observe requests goes on working.
 */
class UserTelemetryIntegrationTests {

	@RegisterExtension
	static final SharedApplication servlet = new SharedApplication();

	@RegisterExtension
	static final SharedApplication reactive = new SharedApplication();

	/** WebFlux ends in the same meters, so one of the two is the sample of the other. */
	static Stream<String> types() {
		return Volume.isFull() ? Stream.of("servlet", "reactive") : Stream.of("servlet");
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void keyValuesOfTheApplicationAreTags(String type) {
		RunningApplication application = tagged(type);
		List<Recorded.Record> before = Recorded.records(application);
		application.get("/own");
		Map<String, String> tags = onlyRecord(application, before);
		assertThat(tags).containsEntry("tenant", "acme") // convention
			.containsEntry("zone", "a") // filter
			.containsEntry("ride", "pooled") // handler method
			.containsEntry("stack", "blue")
			.containsEntry("region", "eu")
			.containsEntry("uri", "/own")
			.containsEntry("error", "none");
		assertThat(application.get("/actuator/prometheus").body())
			.containsPattern("http_server_requests_seconds_bucket\\{[^}]*tenant=\"acme\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void handlersOfTheApplicationAreCalledOnceEach(String type) {
		RunningApplication application = tagged(type);
		OwnHandler handler = application.bean(OwnHandler.class);
		List<Recorded.Record> before = Recorded.records(application);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(handler::isAtRest);
		int started = handler.started.get();
		int errors = handler.errors.get();
		application.get("/own-failing");
		onlyRecord(application, before);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> handler.stopped.get() == started + 1);
		assertThat(handler.started).hasValue(started + 1);
		assertThat(handler.errors).hasValue(errors + 1);
	}

	private static RunningApplication tagged(String type) {
		return (type.equals("servlet") ? servlet : reactive).get(source(type),
				arguments(type, "management.observations.key-values.stack=blue", "management.metrics.tags.region=eu"));
	}

	@ParameterizedTest
	@MethodSource("types")
	void metersThatTheApplicationDisablesAreNone(String type) {
		try (RunningApplication application = start(type, "management.metrics.enable.http.server.requests=false")) {
			assertThat(application.get("/own").statusCode()).isEqualTo(200);
			OwnHandler handler = application.bean(OwnHandler.class);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> handler.stopped.get() == 1);
			assertThat(application.get("/actuator/prometheus").body()).doesNotContain("http_server_requests");
			assertThat(dropped(application)).isZero();
		}
	}

	@ParameterizedTest
	@MethodSource("types")
	void observationsThatTheApplicationDisablesAreNone(String type) {
		try (RunningApplication application = start(type,
				"management.observations.enable.http.server.requests=false")) {
			assertThat(application.get("/own").statusCode()).isEqualTo(200);
			assertThat(application.get("/own-failing").statusCode()).isEqualTo(500);
			assertThat(Recorded.records(application)).isEmpty();
			assertThat(application.bean(OwnHandler.class).started).hasValue(0);
			assertThat(dropped(application)).isZero();
			assertThat(application.meters()
				.get("http.server.requests.active")
				.gauges()
				.stream()
				.mapToDouble((gauge) -> gauge.value())
				.sum()).isZero();
		}
	}

	@Test
	void distributionSettingsOfBootHold() {
		try (RunningApplication application = start("servlet",
				"management.metrics.distribution.percentiles.http.server.requests=0.5",
				"management.metrics.distribution.slo.http.server.requests=20ms,200ms")) {
			application.get("/own");
			onlyRecord(application, List.of());
			String scrape = application.get("/actuator/prometheus").body();
			assertThat(scrape.lines()
				.filter((line) -> line.startsWith("http_server_requests_seconds_bucket"))
				.map((line) -> line.replaceAll(".*le=\"([^\"]+)\".*", "$1"))).containsExactly("0.02", "0.2", "+Inf");
			assertThat(application.meters().get("http.server.requests").timer().takeSnapshot().percentileValues())
				.hasSize(1);
		}
	}

	@ParameterizedTest
	@MethodSource("types")
	void theNameOfTheObservationIsTheApplications(String type) {
		try (RunningApplication application = RunningApplication.start(
				type.equals("servlet") ? GoldenTestApplication.class : ReactiveGoldenTestApplication.class,
				arguments(type, "management.observations.http.server.requests.name=inbound"))) {
			application.get("/ok/1");
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> Recorded.total(Recorded.records(application, "inbound")) == 1);
			assertThat(Recorded.records(application)).isEmpty();
			assertThat(application.get("/actuator/prometheus").body()).contains("inbound_active{method=\"GET\"} 0.0")
				.contains("inbound_seconds_bucket");
		}
	}

	private static double dropped(RunningApplication application) {
		return application.meters().get("observability.golden.dropped").functionCounter().count();
	}

	private static Map<String, String> onlyRecord(RunningApplication application, List<Recorded.Record> before) {
		List<Recorded.Record> records = Recorded.awaitRecords(application, before);
		assertThat(records).singleElement().satisfies((record) -> assertThat(record.count()).isEqualTo(1));
		return records.get(0).tags();
	}

	private static RunningApplication start(String type, String... properties) {
		return RunningApplication.start(source(type), arguments(type, properties));
	}

	private static Class<?> source(String type) {
		return type.equals("servlet") ? ServletApplication.class : ReactiveApplication.class;
	}

	private static String[] arguments(String type, String... properties) {
		List<String> arguments = new ArrayList<>(List.of(properties));
		arguments.add("spring.main.banner-mode=off");
		arguments.add("spring.main.web-application-type=" + type);
		return arguments.toArray(String[]::new);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ GoldenTestApplication.class, ServletEndpoints.class, OwnHandler.class })
	static class ServletApplication {

		@Bean
		DefaultServerRequestObservationConvention ownConvention() {
			return new DefaultServerRequestObservationConvention() {

				@Override
				public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
					return super.getLowCardinalityKeyValues(context).and("tenant", "acme");
				}

			};
		}

		@Bean
		ObservationFilter ownFilter() {
			return (context) -> (context instanceof ServerRequestObservationContext)
					? context.addLowCardinalityKeyValue(KeyValue.of("zone", "a")) : context;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ReactiveGoldenTestApplication.class, ReactiveEndpoints.class, OwnHandler.class })
	static class ReactiveApplication {

		@Bean
		org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention ownConvention() {
			return new org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention() {

				@Override
				public KeyValues getLowCardinalityKeyValues(
						org.springframework.http.server.reactive.observation.ServerRequestObservationContext context) {
					return super.getLowCardinalityKeyValues(context).and("tenant", "acme");
				}

			};
		}

		@Bean
		ObservationFilter ownFilter() {
			return (context) -> OwnHandler.isServerRequest(context)
					? context.addLowCardinalityKeyValue(KeyValue.of("zone", "a")) : context;
		}

	}

	static class OwnHandler implements ObservationHandler<Observation.Context> {

		private final AtomicInteger started = new AtomicInteger();

		private final AtomicInteger stopped = new AtomicInteger();

		private final AtomicInteger errors = new AtomicInteger();

		boolean isAtRest() {
			return this.started.get() == this.stopped.get();
		}

		static boolean isServerRequest(Observation.Context context) {
			return context instanceof ServerRequestObservationContext
					|| context instanceof org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
		}

		@Override
		public void onStart(Observation.Context context) {
			this.started.incrementAndGet();
		}

		@Override
		public void onError(Observation.Context context) {
			this.errors.incrementAndGet();
		}

		@Override
		public void onStop(Observation.Context context) {
			this.stopped.incrementAndGet();
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return isServerRequest(context);
		}

	}

	@RestController
	static class ServletEndpoints {

		@GetMapping("/own")
		String own(HttpServletRequest request) {
			ServerHttpObservationFilter.findObservationContext(request)
				.ifPresent((context) -> context.addLowCardinalityKeyValue(KeyValue.of("ride", "pooled")));
			return "own";
		}

		@GetMapping("/own-failing")
		String failing() {
			throw new IllegalStateException("nobody handles this");
		}

	}

	@RestController
	static class ReactiveEndpoints {

		@GetMapping("/own")
		Mono<String> own(ServerWebExchange exchange) {
			org.springframework.http.server.reactive.observation.ServerRequestObservationContext
				.findCurrent(exchange.getAttributes())
				.ifPresent((context) -> context.addLowCardinalityKeyValue(KeyValue.of("ride", "pooled")));
			return Mono.just("own");
		}

		@GetMapping("/own-failing")
		Mono<String> failing() {
			return Mono.error(new IllegalStateException("nobody handles this"));
		}

	}

}
