package io.github.observability.slo;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.observability.golden.GoldenSignalsAutoConfiguration;
import io.github.observability.golden.ReactiveGoldenSignalsAutoConfiguration;
import io.github.observability.golden.RequestClassifier;
import io.github.observability.golden.ServletGoldenSignalsAutoConfiguration;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import jakarta.servlet.ServletRegistration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class SloAutoConfigurationTests {

	private static final String[] RIDES = { "observability.slo.objectives.rides.target=99.9",
			"observability.slo.objectives.rides.http.route=/rides",
			"observability.slo.objectives.rides.http.method=POST" };

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
				GoldenSignalsAutoConfiguration.class, SloAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	private final WebApplicationContextRunner webRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
				GoldenSignalsAutoConfiguration.class, ServletGoldenSignalsAutoConfiguration.class,
				WebMvcAutoConfiguration.class, SloAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	@Test
	void countsNothingByDefault() {
		this.runner.run((context) -> {
			assertThat(context.getBean(MeterRegistry.class).find("observability.slo.events").meters()).isEmpty();
			assertThat(context.getBean(SloObservationHandler.class).supportsContext(new Observation.Context()))
				.isFalse();
		});
	}

	@Test
	void registersThreeSeriesPerObjectiveAtZero() {
		this.runner.withPropertyValues(RIDES)
			.run((context) -> assertThat(
					context.getBean(MeterRegistry.class).get("observability.slo.events").functionCounters())
				.hasSize(3)
				.allSatisfy((counter) -> assertThat(counter.count()).isZero())
				.extracting((counter) -> counter.getId().getTag("result"))
				.containsExactlyInAnyOrder("good", "bad", "ignored"));
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues(RIDES).withPropertyValues("observability.slo.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(SloEvents.class).doesNotHaveBean(SloAppearance.class);
			assertThat(context.getBean(MeterRegistry.class).find("observability.slo.events").meters()).isEmpty();
		});
	}

	@Test
	void backsOffWithoutMicrometer() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SloAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SloAutoConfiguration.class));
	}

	@Test
	void startsWithoutWeb() {
		this.runner.withPropertyValues(RIDES)
			.withClassLoader(new FilteredClassLoader("org.springframework.web"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SloEvents.class));
	}

	@Test
	void countsBesideTheGoldenSignalsWhereTheseAreOn() {
		this.webRunner.withPropertyValues(RIDES)
			.run((context) -> assertThat(context).hasSingleBean(RequestClassifier.class)
				.doesNotHaveBean(ServedRequestHandler.class));
	}

	@Test
	void countsByItselfWhereTheGoldenSignalsAreOff() {
		this.webRunner.withPropertyValues(RIDES)
			.withPropertyValues("observability.golden.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(ServedRequestHandler.class));
	}

	@Test
	void hasNoEndpointWhereItIsNotExposed() {
		this.webRunner.withPropertyValues(RIDES).run((context) -> assertThat(context).doesNotHaveBean("sloEndpoint"));
	}

	@ParameterizedTest
	@CsvSource({ "http.server.requests, 300", "http.client.requests, 0" })
	void givesServedRequestsABucketAtEachThreshold(String timer, long millis) {
		this.runner.withPropertyValues(RIDES)
			.withPropertyValues("observability.slo.objectives.rides.slower-than=300ms")
			.run((context) -> {
				Timer registered = context.getBean(MeterRegistry.class).timer(timer, "uri", "/rides");
				long[] buckets = Arrays.stream(registered.takeSnapshot().histogramCounts())
					.mapToLong((bucket) -> (long) bucket.bucket() / 1_000_000)
					.toArray();
				if (millis > 0) {
					assertThat(buckets).containsExactly(1, 5, 10, 50, 100, 300, 500, 1000, 5000);
				}
				else {
					assertThat(buckets).containsExactly(1, 5, 10, 50, 100, 500, 1000, 5000);
				}
			});
	}

	@Test
	void hasAtMostFourteenBucketsAndSaysSo(CapturedOutput output) {
		ApplicationContextRunner many = this.runner;
		for (int i = 1; i <= 8; i++) {
			many = many.withPropertyValues("observability.slo.objectives.rides%d.target=99".formatted(i),
					"observability.slo.objectives.rides%d.http.route=/rides".formatted(i),
					"observability.slo.objectives.rides%d.slower-than=%dms".formatted(i, 100 + 10 * i));
		}
		many.run((context) -> {
			Timer timer = context.getBean(MeterRegistry.class).timer("http.server.requests", "uri", "/rides");
			assertThat(timer.takeSnapshot().histogramCounts()).hasSize(14);
			assertThat(output).contains("The latency histogram has 14 buckets and therefore none at 170.0ms");
		});
	}

	@Test
	void refusesACounterThatPrometheusRenames() {
		assertThat(catchThrowable(() -> TestSlos.properties("objectives.orders.target=99",
				"objectives.orders.business.good=orders.info", "objectives.orders.business.bad=orders.failed")))
			.rootCause()
			.hasMessageContaining("'observability.slo.objectives.orders.business.good' contains 'orders.info', which "
					+ "would be 'orders_total' in Prometheus");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					objectives.rides.target=100 | objectives.rides.target' must be a percentage above 0 and below 100, for example 99.9, but was 100
					objectives.rides.target=0 | objectives.rides.target' must be a percentage above 0 and below 100, for example 99.9, but was 0
					objectives.rides.target=-1 | but was -1
					objectives.rides.target= | objectives.rides.target' must be set, for example to 99.9
					objectives.rides.slower-than=0ms | objectives.rides.slower-than' must be positive, for example 300ms, but was 0ms
					objectives.rides.period=31d | objectives.rides.period' must be one of 7d, 28d, 30d, but was '31d'
					period=1y | observability.slo.period' must be one of 7d, 28d, 30d, but was '1y'
					objectives.rides.observation=x | objectives.rides' must have exactly one of 'http.route', 'observation' and 'business', but has 2
					objectives.rides.http.route=rides | objectives.rides.http.route' must be a route such as '/orders/{id}'
					objectives.rides.http.method=post | objectives.rides.http.method' must be an uppercase method such as 'GET' or 'POST', but was 'post'
					objectives.rides.bad=6xx | objectives.rides.bad' must contain statuses such as '5xx'
					objectives.rides.bad=grpc status=x | objectives.rides.bad' must contain statuses such as '5xx'
					rules.funnels.ride=rides.requested,rides.created | rules.funnels.ride' contains 'rides.created', which would be 'rides_total' in Prometheus
					objectives.rides.ignore=oops | objectives.rides.ignore' must contain statuses such as '5xx'
					objectives.rides.min-bad-events=0 | objectives.rides.min-bad-events' must be at least 1, but was 0
					objectives.Rides.target=99 | objectives.Rides' must have a name of at most 63 lowercase letters
					objectives.ri-des.target=99 | objectives.rides' has the same name as 'observability.slo.objectives.ri-des'
					objectives.other.target=99 | objectives.other' must have exactly one of 'http.route', 'observation' and 'business', but has none
					alerting.min-bad-events=0 | alerting.min-bad-events' must be at least 1, but was '0'
					alerting.absent-after=0s | alerting.absent-after' must be at least 1s
					alerting.ticket-severity=page | alerting.ticket-severity' must differ from that of pages, but was 'page'
					unseen-after=0s | observability.slo.unseen-after' must be positive
					rules.signal-recording-rules=true | rules.selector' must select this service in Prometheus
					rules.bands=true | rules.bands' needs 'observability.slo.rules.signal-recording-rules' to be true
					rules.band-width=0 | rules.band-width' must be above 0
					rules.saturation-threshold=2 | rules.saturation-threshold' must be above 0 and at most 1, but was '2.0'
					rules.funnels.ride=rides.requested | rules.funnels.ride' must contain at least two counters
					""")
	void namesWrongValues(String property, String message) {
		String[] other = property.startsWith("objectives.ri-des")
				? new String[] { "observability.slo.objectives.ri-des.observation=x" } : new String[0];
		this.runner.withPropertyValues(RIDES)
			.withPropertyValues(other)
			.withPropertyValues("observability.slo." + property)
			.run((context) -> assertThat(context).getFailure()
				.satisfies((failure) -> assertThat(stack(failure)).contains(message)));
	}

	@Test
	void labelsAlertsWithTheSeveritiesOfTheReceiver() {
		this.webRunner.withPropertyValues(RIDES)
			.withPropertyValues("management.endpoints.web.exposure.include=slo",
					"observability.slo.alerting.page-severity=critical",
					"observability.slo.alerting.ticket-severity=warning")
			.run((context) -> assertThat(context.getBean(SloEndpoint.class).file("rules"))
				.contains("severity: \"critical\"", "severity: \"warning\"")
				.doesNotContain("severity: \"page\"", "severity: \"ticket\""));
	}

	@Test
	void writesRulesByTheSettings() {
		WebApplicationContextRunner rules = this.webRunner.withPropertyValues(RIDES)
			.withPropertyValues("management.endpoints.web.exposure.include=slo",
					"observability.slo.rules.selector.job=rides",
					"observability.slo.rules.signal-recording-rules=true");
		rules.run((context) -> assertThat(context.getBean(SloEndpoint.class).file("rules"))
			.contains(") >= 5", "for: 600s")
			.doesNotContain("signal:upper", "team:", "service_criticality:", "resource:saturation:max", "funnel:"));
		rules.withPropertyValues("observability.slo.rules.funnels.ride=rides.requested,rides.matched,rides.completed")
			.run((context) -> assertThat(context.getBean(SloEndpoint.class).file("rules"))
				.containsIgnoringWhitespaces(conversion("rides_matched_total", "rides.matched"))
				.containsIgnoringWhitespaces(conversion("rides_completed_total", "rides.completed"))
				.doesNotContain("step: \"rides.requested\""));
		WebApplicationContextRunner bands = rules.withPropertyValues("observability.slo.rules.bands=true");
		bands.run((context) -> assertThat(context.getBean(SloEndpoint.class).file("rules")).contains("signal:upper",
				"signal:lower", " + 3.0 * ", " - 3.0 * "));
		bands.withPropertyValues("observability.slo.rules.band-width=2.5",
				"observability.slo.alerting.min-bad-events=12", "observability.slo.alerting.absent-after=25m",
				"observability.slo.alerting.team=marketplace", "observability.slo.alerting.service-criticality=high",
				"observability.slo.rules.saturation=true", "observability.slo.rules.saturation-threshold=0.75",
				"observability.slo.rules.alerts=cardinality,certificate-expiry",
				"observability.slo.rules.series-threshold=500", "observability.slo.rules.certificate-expiry=7d")
			.run((context) -> assertThat(context.getBean(SloEndpoint.class).file("rules"))
				.contains(" + 2.5 * ", " - 2.5 * ", ") >= 12", "for: 1500s", "team: \"marketplace\"",
						"service_criticality: \"high\"", " > 0.75", " > 500", " < 604800")
				.doesNotContain("3.0 * ", ") >= 5", "for: 600s"));
	}

	private static String conversion(String counter, String step) {
		return """
				- record: funnel:conversion:ratio1h
				  expr: |-
				    sum(increase(%s{job="rides"}[1h])) / (sum(increase(rides_requested_total{job="rides"}[1h])) > 0)
				  labels:
				    funnel: "ride"
				    step: "%s"
				""".formatted(counter, step);
	}

	@Test
	void refusesANameThatIsWrittenTwice() {
		String yaml = """
				observability.slo.objectives:
				  rides: { target: 99, http.route: /rides }
				  rides: { target: 98, http.route: /rides }
				""";
		assertThatThrownBy(
				() -> new YamlPropertySourceLoader().load("application.yml", new ByteArrayResource(yaml.getBytes())))
			.hasMessageContaining("duplicate key rides");
	}

	@Test
	void namesObjectivesWithoutAnEvent(CapturedOutput output) {
		this.webRunner.withPropertyValues("observability.slo.unseen-after=1ms",
				"observability.slo.objectives.typo.target=99", "observability.slo.objectives.typo.http.route=/ridez",
				"observability.slo.objectives.rides.target=99", "observability.slo.objectives.rides.http.route=/rides",
				"observability.slo.objectives.charge.target=99",
				"observability.slo.objectives.charge.observation=charge", "observability.slo.objectives.done.target=99",
				"observability.slo.objectives.done.business.good=rides.completed",
				"observability.slo.objectives.done.business.bad=rides.failed")
			.withUserConfiguration(RidesController.class)
			.run((context) -> Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(output).contains("charge: there was no observation charge",
						"done: no events were counted by rides.completed against rides.failed",
						"rides: there was no request for /rides", "typo: no handler is mapped to /ridez")));
	}

	@Test
	void stopsTheStartForAnUnmappedRouteIfStrict() {
		this.webRunner.withPropertyValues(RIDES)
			.withPropertyValues("observability.slo.strict=true")
			.run((context) -> assertThat(context).getFailure()
				.satisfies((failure) -> assertThat(stack(failure))
					.contains("observability.slo.objectives.rides.http.route")
					.contains("No handler is mapped to POST /rides. Correct the route or the method")));
	}

	@Test
	void startsIfStrictWithAMappedRoute() {
		this.webRunner.withPropertyValues(RIDES)
			.withPropertyValues("observability.slo.strict=true")
			.withUserConfiguration(RidesController.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource({ "*.do, true", "/legacy/*, true", "/legacy, true", "root, true", "/login, true", "/save.do, true",
			"*.action, false", "/other/*, false", "/typo, false" })
	void knowsTheRoutesOfWhateverServes(String route, boolean starts) {
		this.webRunner
			.withPropertyValues("observability.slo.strict=true", "observability.slo.objectives.rides.target=99",
					"observability.slo.objectives.rides.http.route=" + route)
			.withInitializer((context) -> {
				MockServletContext servlets = registering(Map.of("legacy", List.of("*.do", "/legacy/*", "/legacy")));
				context.setServletContext(servlets);
			})
			.withUserConfiguration(RootController.class, LoginView.class)
			.run((context) -> {
				if (starts) {
					assertThat(context).hasNotFailed();
				}
				else {
					assertThat(stack(context.getStartupFailure())).contains("No handler is mapped to " + route);
				}
			});
	}

	private static MockServletContext registering(Map<String, List<String>> mappings) {
		return new MockServletContext() {

			@Override
			public Map<String, ? extends ServletRegistration> getServletRegistrations() {
				Map<String, ServletRegistration> registrations = new HashMap<>();
				mappings.forEach((name, patterns) -> {
					ServletRegistration registration = mock(ServletRegistration.class);
					given(registration.getMappings()).willReturn(patterns);
					given(registration.getClassName()).willReturn("example.LegacyServlet");
					registrations.put(name, registration);
				});
				return registrations;
			}

		};
	}

	@ParameterizedTest
	@CsvSource({ "text/event-stream, 0", "application/x-ndjson;charset=UTF-8, 0", "application/x-tail, 0",
			"application/json, 1", ", 1" })
	void takesTheDurationOfAStreamForNoLatencyWithoutGoldenSignals(String contentType, int bad) {
		this.webRunner.withPropertyValues("observability.golden.enabled=false",
				"observability.golden.stream-content-types=application/x-tail",
				"observability.golden.stream-routes=/poll", "observability.slo.objectives.rides.target=99",
				"observability.slo.objectives.rides.http.route=/**",
				"observability.slo.objectives.rides.slower-than=1ns", "observability.slo.objectives.observed.target=99",
				"observability.slo.objectives.observed.observation=http.server.requests",
				"observability.slo.objectives.observed.slower-than=1ns")
			.run((context) -> {
				MockHttpServletResponse response = new MockHttpServletResponse();
				if (contentType != null) {
					response.setContentType(contentType);
				}
				List<ObservationHandler<Observation.Context>> handlers = List
					.of(context.getBean(ServedRequestHandler.class), context.getBean(SloObservationHandler.class));
				for (String route : List.of("/rides", "/poll")) {
					ServerRequestObservationContext request = new ServerRequestObservationContext(
							new MockHttpServletRequest(), response);
					request.setName("http.server.requests");
					request.addLowCardinalityKeyValue(KeyValue.of("uri", route));
					request.addLowCardinalityKeyValue(KeyValue.of("status", "200"));
					handlers.forEach((handler) -> handler.onStart(request));
					handlers.forEach((handler) -> handler.onStop(request));
				}
				for (String slo : List.of("rides", "observed")) {
					assertThat(count(context.getBean(MeterRegistry.class), slo, "bad")).isEqualTo(bad);
					assertThat(count(context.getBean(MeterRegistry.class), slo, "ignored")).isEqualTo(2 - bad);
				}
			});
	}

	@ParameterizedTest
	@CsvSource({ "text/event-stream, , 0", "application/json, , 1", ", websocket, 0" })
	void takesTheDurationOfAStreamOfWebFluxForNoLatencyWithoutGoldenSignals(String contentType, String upgrade,
			int bad) {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
					GoldenSignalsAutoConfiguration.class, ReactiveGoldenSignalsAutoConfiguration.class,
					WebFluxAutoConfiguration.class, SloAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("observability.golden.enabled=false", "observability.slo.objectives.rides.target=99",
					"observability.slo.objectives.rides.http.route=/rides",
					"observability.slo.objectives.rides.slower-than=1ns")
			.run((context) -> {
				MockServerHttpResponse response = new MockServerHttpResponse();
				if (contentType != null) {
					response.getHeaders().set("Content-Type", contentType);
				}
				MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.get("/rides");
				if (upgrade != null) {
					request.header("Upgrade", upgrade);
				}
				org.springframework.http.server.reactive.observation.ServerRequestObservationContext observation = new org.springframework.http.server.reactive.observation.ServerRequestObservationContext(
						request.build(), response, Map.of());
				observation.setName("http.server.requests");
				observation.addLowCardinalityKeyValue(KeyValue.of("uri", "/rides"));
				ServedRequestHandler handler = context.getBean(ServedRequestHandler.class);
				handler.onStart(observation);
				handler.onStop(observation);
				assertThat(count(context.getBean(MeterRegistry.class), "rides", "bad")).isEqualTo(bad);
				assertThat(count(context.getBean(MeterRegistry.class), "rides", "ignored")).isEqualTo(1 - bad);
			});
	}

	private static double count(MeterRegistry registry, String slo, String result) {
		return registry.get("observability.slo.events").tags("slo", slo, "result", result).functionCounter().count();
	}

	@Test
	void startsIfStrictWhereFunctionsRoute() {
		this.webRunner.withPropertyValues(RIDES)
			.withPropertyValues("observability.slo.strict=true")
			.withUserConfiguration(RidesFunction.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource({ "/rides, true", "/ridez, false" })
	void knowsTheRoutesOfWebFlux(String route, boolean starts) {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
					GoldenSignalsAutoConfiguration.class, ReactiveGoldenSignalsAutoConfiguration.class,
					WebFluxAutoConfiguration.class, SloAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withUserConfiguration(RidesController.class)
			.withPropertyValues("observability.slo.strict=true", "observability.slo.objectives.rides.target=99",
					"observability.slo.objectives.rides.http.route=" + route)
			.run((context) -> {
				if (starts) {
					assertThat(context).hasNotFailed();
				}
				else {
					assertThat(stack(context.getStartupFailure())).contains("No handler is mapped to /ridez");
				}
			});
	}

	@Test
	void countsWhatBusinessCountersCount() {
		this.runner
			.withPropertyValues("observability.slo.objectives.done.target=99",
					"observability.slo.objectives.done.business.good=rides.completed",
					"observability.slo.objectives.done.business.bad=rides.failed")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				registry.counter("rides.completed", "city", "berlin").increment(3);
				registry.counter("rides.completed", "city", "oslo").increment(4);
				registry.counter("rides.failed", "city", "oslo").increment();
				assertThat(events(registry)).isEqualTo(Map.of("good", 7.0, "bad", 1.0, "ignored", 0.0));
			});
	}

	private static Map<String, Double> events(MeterRegistry registry) {
		return registry.get("observability.slo.events")
			.functionCounters()
			.stream()
			.collect(Collectors.toMap((counter) -> counter.getId().getTag("result"), FunctionCounter::count));
	}

	private static String stack(Throwable failure) {
		StringWriter stack = new StringWriter();
		failure.printStackTrace(new PrintWriter(stack));
		return stack.toString();
	}

	@RestController
	static class RidesController {

		@PostMapping("/rides")
		String request() {
			return "requested";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RidesFunction {

		@Bean
		RouterFunction<ServerResponse> rides() {
			return RouterFunctions.route().POST("/rides", (request) -> ServerResponse.ok().build()).build();
		}

	}

	@RestController
	static class RootController {

		@GetMapping({ "", "/save.do" })
		String root() {
			return "root";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LoginView implements WebMvcConfigurer {

		@Override
		public void addViewControllers(ViewControllerRegistry registry) {
			registry.addViewController("/login");
		}

	}

}
