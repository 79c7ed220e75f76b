package io.github.observability.context.matrix;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.Headers;
import feign.Feign;
import feign.RequestLine;
import io.github.observability.context.ContextKey;
import io.github.observability.testing.CalledService;
import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.SharedApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes to other services, and what is taken from them.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("jdk")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PropagationIntegrationTests {

	private static final Pattern DISPATCHES = Pattern.compile("GET|\"ERROR\"|Completed \\d|Exiting");

	@RegisterExtension
	static final SharedApplication shared = new SharedApplication();

	private final Call call = Call.next();

	@RegisterExtension
	final CalledService service = new CalledService();

	@Order(1)
	@ParameterizedTest
	@CsvSource({ "rest", "template", "web", "jdk", "jdkOverRest" })
	void sendsEverythingOnceAndMeasuresItOnce(String client) {
		RunningApplication application = start("observability.context.request-id.send=true");
		Map<Meter.Id, Long> before = counts(application);
		Headers received = send(application, client);
		assertThat(received.get("traceparent")).singleElement().asString().contains(this.call.traceId());
		assertThat(received.get("X-request-id")).containsExactly(this.call.requestId());
		assertThat(received.get("baggage")).singleElement()
			.asString()
			.contains("region=" + this.call.region())
			.doesNotContain("secret");
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !counts(application).equals(before));
		shared.awaitRest();
		Map<Meter.Id, Long> added = counts(application);
		added.replaceAll((meter, count) -> count - before.getOrDefault(meter, 0L));
		added.values().removeIf((count) -> count == 0);
		assertThat(added).hasSize(1).allSatisfy((meter, count) -> {
			assertThat(meter.getTag("status")).isEqualTo("200");
			assertThat(count).isEqualTo(1);
		});
	}

	private static Map<Meter.Id, Long> counts(RunningApplication application) {
		return application.meters()
			.find("http.client.requests")
			.timers()
			.stream()
			.collect(Collectors.toMap(Timer::getId, Timer::count));
	}

	@Order(1)
	@ParameterizedTest
	@CsvSource({ "rest", "template", "web", "jdk", "feign", "okHttp" })
	void sendsNothingToOtherHosts(String client) {
		RunningApplication application = start("observability.context.request-id.send=true",
				"observability.context.clients.hosts=*.example.org");
		Headers received = send(application, client);
		assertThat(received).doesNotContainKeys("Traceparent", "X-request-id", "Baggage", "Region");
	}

	@Order(1)
	@ParameterizedTest
	@CsvSource({ "rest", "template", "web", "jdk", "feign", "okHttp" })
	void sendsEverythingToListedHosts(String client) {
		RunningApplication application = start("observability.context.request-id.send=true",
				"observability.context.clients.hosts=LocalHost");
		Headers received = send(application, client);
		assertThat(received).containsKeys("Traceparent", "X-request-id", "Baggage");
	}

	@Test
	void keepsTheRequestIdByDefault() {
		RunningApplication application = start();
		Headers received = send(application, "rest");
		assertThat(received).containsKey("Traceparent").doesNotContainKey("X-request-id");
	}

	@Order(1)
	@Test
	void leavesClientsAloneWhenDisabled() {
		RunningApplication application = start("observability.context.clients.enabled=false");
		Headers received = send(application, "rest");
		assertThat(received).doesNotContainKey("Traceparent");
	}

	@Test
	void takesListedBaggageOfLimitedLength(CapturedOutput output) {
		RunningApplication application = start();
		application.get("/log", "baggage", "region=eu,secret=s3cr3t");
		application.get("/log", "baggage", "region=" + "x".repeat(300));
		shared.awaitRest();
		assertThat(JsonLines.parseAll(output.getOut()).stream().filter((line) -> line.has("region"))).singleElement()
			.satisfies((line) -> assertThat(line.path("region").asString()).isEqualTo("eu"));
		assertThat(output.getOut()).doesNotContain("s3cr3t").doesNotContain("xxxx");
	}

	/**
	 * In a plain text log a line break that a caller encodes would begin a line of its
	 * own.
	 */
	@Order(1)
	@Test
	void takesNoBaggageWithControlCharacters(CapturedOutput output) {
		try (RunningApplication application = shared.fresh(Sending.class,
				all("logging.pattern.correlation=[%X{region}] ", "observability.logging.format=text"))) {
			application.get("/log", "baggage", "region=eu%0aFORGED", "X-Request-Id", "r-1");
		}
		assertThat(output.getOut()).contains("Handling r-1").doesNotContain("FORGED");
	}

	@Order(1)
	@ParameterizedTest
	@CsvSource({ "management.tracing.baggage.correlation.enabled=false, false, true",
			"management.tracing.baggage.enabled=false, false, false", ", true, true" })
	void theUsersSettingsOfBaggageWin(String property, boolean inMdc, boolean sent, CapturedOutput output) {
		RunningApplication application = (property != null) ? start(property) : start();
		application.get("/log", this.call.headers());
		Headers received = send(application, "rest");
		assertThat(received.containsKey("Baggage")).isEqualTo(sent);
		shared.awaitRest();
		assertThat(JsonLines.withMessage(output.getOut(), "Handling").has("region")).isEqualTo(inMdc);
	}

	@Order(1)
	@Test
	@FullRunOnly
	void plainBootSendsUnlistedBaggageOn() {
		RunningApplication application = start("observability.context.baggage.restricted=false");
		Headers received = send(application, "rest");
		assertThat(received.get("baggage")).singleElement().asString().contains("secret=unlisted");
	}

	@Order(1)
	@Test
	void saysOnceWhichClientsAreBare(CapturedOutput output) {
		try (RunningApplication application = shared.fresh(Sending.class, all())) {
			send(application, "rest");
		}
		JsonNode line = JsonLines.withMessage(output.getOut(), "Manually created HTTP clients");
		assertThat(line.at("/log/level").asString()).isEqualTo("WARN");
		assertThat(line.path("message").asString()).contains("'own' of bean").doesNotContain("'template'");
	}

	@Order(1)
	@ParameterizedTest
	@MethodSource("lines")
	void keepsAllOnWhatIsLoggedOutsideTheHandler(ContainerLine line, Threads threads, CapturedOutput output) {
		Assumptions.assumeTrue(threads.isPossible(), "virtual threads need Java 21");
		RunningApplication application = start("observability.context.headers.X-Tenant=tenant",
				"spring.threads.virtual.enabled=" + (threads == Threads.VIRTUAL),
				"logging.level.org.springframework.web=trace");
		application.get(line.path(), this.call.headers());
		assertThat(carried(line, output)).containsExactlyInAnyOrder(Propagated.values());
		assertThat(dispatcherLines(output)).isNotEmpty().allSatisfy((each) -> {
			assertThat(each.at("/http/request/id").asString("")).isEqualTo(this.call.requestId());
			assertThat(each.at("/trace/id").asString("")).isEqualTo(this.call.traceId());
		});
	}

	/**
	 * What the framework itself writes while the request is served: its own set-up is on
	 * other threads.
	 */
	private static List<JsonNode> dispatcherLines(CapturedOutput output) {
		return JsonLines.parseAll(output.getOut())
			.stream()
			.filter((line) -> line.at("/log/logger")
				.asString("")
				.equals("org.springframework.web.servlet.DispatcherServlet"))
			.filter((line) -> DISPATCHES.matcher(line.path("message").asString("")).lookingAt())
			.toList();
	}

	static Stream<Arguments> lines() {
		return Stream.of(Threads.values())
			.flatMap((threads) -> Stream.of(ContainerLine.values()).map((line) -> Arguments.of(line, threads)));
	}

	@Order(1)
	@ParameterizedTest
	@EnumSource(ContainerLine.class)
	@FullRunOnly
	void plainBootLosesWhatIsLoggedOutsideTheHandler(ContainerLine line, CapturedOutput output) {
		RunningApplication application = start("observability.context.enabled=false",
				"management.tracing.baggage.correlation.fields=region",
				"logging.level.org.springframework.web.servlet=debug");
		application.get(line.path(), this.call.headers());
		assertThat(carried(line, output)).isEqualTo(line.carriedByPlainBoot());
	}

	private Set<Propagated> carried(ContainerLine line, CapturedOutput output) {
		shared.awaitRest();
		return JsonLines.parseAll(output.getOut())
			.stream()
			.filter((each) -> each.path("message").asString("").contains(line.message()))
			.findFirst()
			.map((each) -> Propagated.in(each, this.call))
			.orElseThrow();
	}

	/** Returns what the other service got. */
	private Headers send(RunningApplication application, String client) {
		assertThat(application.get("/send?client=" + client + "&url=" + this.service.url(), this.call.headers())
			.statusCode()).isEqualTo(200);
		return this.service.take();
	}

	private static RunningApplication start(String... arguments) {
		return shared.get(Sending.class, all(arguments));
	}

	private static String[] all(String... arguments) {
		String[] all = new String[arguments.length + 2];
		all[0] = "spring.main.banner-mode=off";
		all[1] = "management.tracing.baggage.remote-fields=region";
		System.arraycopy(arguments, 0, all, 2, arguments.length);
		return all;
	}

	@UnsecuredApplication
	@AutoConfigurationPackage
	@Import(Clients.class)
	static class Sending {

		@Bean
		RestClient rest() {
			return RestClient.create();
		}

		@Bean
		RestTemplate template() {
			return new RestTemplate();
		}

		@Bean
		WebClient web() {
			return WebClient.create();
		}

		@Bean
		HttpClient jdk() {
			return HttpClient.newHttpClient();
		}

		@Bean
		Feign.Builder feign() {
			return Feign.builder();
		}

		@Bean
		OkHttpClient okHttp() {
			return new OkHttpClient();
		}

		@Bean
		RestClient jdkOverRest(HttpClient jdk) {
			return RestClient.builder().requestFactory(new JdkClientHttpRequestFactory(jdk)).build();
		}

	}

	interface Target {

		@RequestLine("GET /")
		void call();

	}

	@RestController
	static class Clients {

		private static final Logger logger = LoggerFactory.getLogger(Clients.class);

		private final RestClient rest;

		private final RestTemplate template;

		private final WebClient web;

		private final HttpClient jdk;

		private final RestClient jdkOverRest;

		final RestClient own = RestClient.create();

		private final Feign.Builder feign;

		private final OkHttpClient okHttp;

		Clients(RestClient rest, RestTemplate template, WebClient web, HttpClient jdk, RestClient jdkOverRest,
				Feign.Builder feign, OkHttpClient okHttp) {
			this.feign = feign;
			this.okHttp = okHttp;
			this.rest = rest;
			this.template = template;
			this.web = web;
			this.jdk = jdk;
			this.jdkOverRest = jdkOverRest;
		}

		@GetMapping("/send")
		String send(@RequestParam String client, @RequestParam URI url) throws IOException, InterruptedException {
			switch (client) {
				case "rest" -> this.rest.get().uri(url).retrieve().toBodilessEntity();
				case "template" -> this.template.getForObject(url, String.class);
				case "web" -> this.web.get().uri(url).retrieve().toBodilessEntity().block();
				case "jdk" ->
					this.jdk.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding());
				case "feign" -> this.feign.target(Target.class, url.toString()).call();
				case "okHttp" ->
					this.okHttp.newCall(new Request.Builder().url(url.toString()).build()).execute().close();
				default -> this.jdkOverRest.get().uri(url).retrieve().toBodilessEntity();
			}
			return client;
		}

		@GetMapping("/log")
		String log() {
			logger.info("Handling {}", MDC.get(ContextKey.REQUEST_ID.key()));
			return "logged";
		}

		@GetMapping("/unhandled")
		String unhandled() {
			throw new IllegalStateException("nobody handles this");
		}

		@GetMapping("/unhandled-callable")
		Callable<String> unhandledCallable() {
			return this::unhandled;
		}

		@GetMapping("/unhandled-future")
		CompletableFuture<String> unhandledFuture() {
			return CompletableFuture.supplyAsync(this::unhandled);
		}

		@GetMapping("/error")
		String error() {
			logger.info("Showing the error");
			return "error";
		}

	}

}
