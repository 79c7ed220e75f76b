package io.github.observability.slo;

import java.lang.management.ManagementFactory;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import com.sun.management.ThreadMXBean;
import io.github.observability.FailureTable;
import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.github.observability.golden.RequestCounter;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class SloObservationHandlerTests {

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final ObservationRegistry observations = ObservationRegistry.create();

	@Test
	void countsFailuresOfAnObservation() {
		start("objectives.charge.target=99", "objectives.charge.observation=charge");
		observe("charge").stop();
		observe("charge").error(new IllegalStateException()).stop();
		observe("refund").error(new IllegalStateException()).stop();
		observe("charge").lowCardinalityKeyValue("status", "503").stop();
		assertThat(events()).isEqualTo(Map.of("good", 1L, "bad", 2L, "ignored", 0L));
	}

	@Test
	void tellsExceptionsApart() {
		start("objectives.charge.target=99", "objectives.charge.observation=charge",
				"objectives.charge.bad=IllegalStateException,timeout",
				"objectives.charge.ignore=IllegalArgumentException");
		observe("charge").error(new IllegalStateException()).stop();
		observe("charge").error(new SocketTimeoutException()).stop();
		observe("charge").error(new IllegalArgumentException()).stop();
		observe("charge").error(new UnsupportedOperationException()).stop();
		assertThat(events()).isEqualTo(Map.of("good", 1L, "bad", 2L, "ignored", 1L));
	}

	@Test
	void measuresByTheSampleThatBootsHandlerHolds() {
		start("objectives.charge.target=99", "objectives.charge.observation=charge",
				"objectives.charge.slower-than=300ms");
		charge(Duration.ofMillis(300));
		charge(Duration.ofNanos(300_000_001));
		Observation failed = observe("charge");
		failed.error(new IllegalStateException()).stop();
		assertThat(events()).isEqualTo(Map.of("good", 1L, "bad", 1L, "ignored", 1L));
	}

	@Test
	void measuresByItselfWithoutOne() {
		SloEvents events = events("objectives.charge.target=99", "objectives.charge.observation=charge",
				"objectives.charge.slower-than=1h");
		this.observations.observationConfig()
			.observationHandler(new SloObservationHandler(events, ServedRequestHandler.Streams.NONE));
		observe("charge").stop();
		assertThat(events().get("good")).isEqualTo(1);
	}

	@Test
	void countsServedRequestsWhereNobodyElseDoes() {
		SloEvents events = events("objectives.rides.target=99", "objectives.rides.http.route=/rides",
				"objectives.rides.http.method=POST");
		this.observations.observationConfig()
			.observationHandler(new ServedRequestHandler(events, () -> HttpNames.server(SemanticConvention.MICROMETER),
					ServedRequestHandler.Streams.NONE));
		request("POST", "/rides", "201");
		request("POST", "/rides", "500");
		request("GET", "/rides", "500");
		request("POST", "/quotes", "500");
		assertThat(events()).isEqualTo(Map.of("good", 1L, "bad", 1L, "ignored", 0L));
	}

	@Test
	void leavesWhatAClientCutShortAndWhatIsExpectedOutOfTheErrors() {
		SloEvents events = events("objectives.rides.target=99", "objectives.rides.http.route=/rides");
		events.counter(KeyValues.of("uri", "/rides", "status", "500", "outcome", "CLIENT_ABORT"), "none").count(1);
		events.counter(KeyValues.of("uri", "/rides", "status", "500", "outcome", "EXPECTED"), "none").count(1);
		assertThat(events()).isEqualTo(Map.of("good", 1L, "bad", 0L, "ignored", 1L));
	}

	@Test
	void takesTheDurationOfAStreamForNoLatency() {
		SloEvents events = events("objectives.rides.target=99", "objectives.rides.http.route=/rides",
				"objectives.rides.slower-than=1ms");
		events.counter(KeyValues.of("uri", "/rides", "status", "200"), "none").countStream();
		assertThat(events()).isEqualTo(Map.of("good", 0L, "bad", 0L, "ignored", 1L));
	}

	@ParameterizedTest
	@CsvSource({ "grpc.server, grpc.status_code, INTERNAL, bad", "grpc.client, grpc.status_code, UNAVAILABLE, bad",
			"grpc.server, grpc.status_code, NOT_FOUND, good", "grpc.server, grpc.status_code, OK, good",
			"graphql.request, graphql.outcome, INTERNAL_ERROR, bad", "graphql.request, graphql.outcome, SUCCESS, good",
			"spring.batch.step, spring.batch.step.status, FAILED, bad",
			"spring.batch.step, spring.batch.step.status, COMPLETED, good",
			"charge, grpc.status_code, INTERNAL, good" })
	void countsAFailureThatTravelsAsAStatus(String observation, String tag, String value, String result) {
		start("objectives.calls.target=99", "objectives.calls.observation=" + observation);
		observe(observation).lowCardinalityKeyValue(tag, value).stop();
		assertThat(events().get(result)).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "UNAVAILABLE, bad", "DATA_LOSS, bad", "DATA, bad", "RESOURCE_EXHAUSTED, ignored", "INTERNAL, good",
			"OK, good" })
	void countsByTags(String status, String result) {
		start("objectives.calls.target=99", "objectives.calls.observation=grpc.server",
				"objectives.calls.bad=grpc.status_code=UNAVAILABLE,grpc.status_code=DATA*",
				"objectives.calls.ignore=grpc.status_code=RESOURCE_EXHAUSTED");
		for (int i = 0; i < 3; i++) {
			observe("grpc.server").lowCardinalityKeyValue("grpc.status_code", status).stop();
		}
		assertThat(events().get(result)).isEqualTo(3);
		assertThat(events().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "error=IllegalState*", "exception=IllegalStateException" })
	void countsByTheTagOfTheError(String rule) {
		start("objectives.charge.target=99", "objectives.charge.observation=charge", "objectives.charge.bad=" + rule,
				"objectives.charge.ignore=error=IllegalArgumentException");
		for (int i = 0; i < 3; i++) {
			observe("charge").error(new IllegalStateException()).stop();
			observe("charge").error(new IllegalArgumentException()).stop();
			observe("charge").error(new UnsupportedOperationException()).stop();
			observe("charge").stop();
		}
		assertThat(this.meters.get("charge").tag("error", "IllegalStateException").timer().count()).isEqualTo(3);
		assertThat(events()).isEqualTo(Map.of("good", 6L, "bad", 3L, "ignored", 3L));
	}

	@ParameterizedTest
	@ValueSource(strings = { "error=IllegalState*", "exception=IllegalStateException" })
	void countsRequestsByTheTagOfTheError(String rule) {
		SloEvents events = events("objectives.rides.target=99", "objectives.rides.http.route=/rides",
				"objectives.rides.bad=" + rule);
		KeyValues thrown = KeyValues.of("uri", "/rides", "status", "500", "exception", "IllegalStateException");
		events.counter(thrown, "IllegalStateException").count(1);
		events.counter(KeyValues.of("uri", "/rides", "status", "200", "exception", "none"), "none").count(1);
		assertThat(events()).isEqualTo(Map.of("good", 1L, "bad", 1L, "ignored", 0L));
		assertThat(new SloEffects(events)
			.ofRequest(thrown.stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue)), Duration.ZERO))
			.extracting(SloEffects.Effect::result)
			.containsExactly("bad");
	}

	@Test
	void countsRequestsByTags() {
		SloEvents events = events("objectives.rides.target=99", "objectives.rides.http.route=/rides",
				"objectives.rides.bad=error,tenant=gold*");
		events.counter(KeyValues.of("uri", "/rides", "status", "404", "tenant", "golden"), "none").count(1);
		events.counter(KeyValues.of("uri", "/rides", "status", "500", "outcome", "SERVER_ERROR"), "none").count(1);
		events.counter(KeyValues.of("uri", "/rides", "status", "200", "tenant", "silver"), "none").count(1);
		assertThat(events()).isEqualTo(Map.of("good", 1L, "bad", 2L, "ignored", 0L));
	}

	@Test
	void countsWhatTheFailureTableOfTheApplicationHas() {
		MockEnvironment environment = new MockEnvironment().withProperty("observability.golden.failures.charge",
				"result=declined*");
		SloEvents events = new SloEvents(
				TestSlos.properties("objectives.charge.target=99", "objectives.charge.observation=charge").slos(),
				FailureTable.of(environment), () -> HttpNames.server(SemanticConvention.MICROMETER));
		events.bindTo(this.meters);
		this.observations.observationConfig()
			.observationHandler(new SloObservationHandler(events, ServedRequestHandler.Streams.NONE));
		observe("charge").lowCardinalityKeyValue("result", "declined-by-bank").stop();
		observe("charge").lowCardinalityKeyValue("result", "settled").stop();
		assertThat(events()).isEqualTo(Map.of("good", 1L, "bad", 1L, "ignored", 0L));
	}

	@Test
	void countingMakesNoObject() {
		SloEvents events = events("objectives.charge.target=99", "objectives.charge.observation=charge",
				"objectives.slow.target=99", "objectives.slow.observation=charge", "objectives.slow.slower-than=1ms",
				"objectives.slow.bad=result=declined");
		ObservedEvents observed = new ObservedEvents("charge", events);
		Observation.Context context = new Observation.Context();
		context.setName("charge");
		context.setError(new IllegalStateException());
		context.addLowCardinalityKeyValue(KeyValue.of("status", "500"));
		context.addLowCardinalityKeyValue(KeyValue.of("result", "declined"));
		count(observed, context);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		count(observed, context);
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
	}

	private static void count(ObservedEvents observed, Observation.Context context) {
		for (int i = 0; i < 100_000; i++) {
			RequestCounter counter = observed.counter(context);
			counter.count(i);
		}
	}

	@Test
	void survivesAFault() {
		SloEvents events = events("objectives.charge.target=99", "objectives.charge.observation=charge");
		this.observations.observationConfig()
			.observationHandler(new SloObservationHandler(events, ServedRequestHandler.Streams.NONE));
		Observation.Context context = new Observation.Context() {

			@Override
			public Throwable getError() {
				throw new IllegalStateException("broken");
			}

		};
		Observation.start("charge", () -> context, this.observations).stop();
		assertThat(this.meters.get("observability.slo.dropped").functionCounter().count()).isEqualTo(1);
	}

	private void start(String... properties) {
		SloEvents events = events(properties);
		this.observations.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.meters))
			.observationHandler(new SloObservationHandler(events, ServedRequestHandler.Streams.NONE));
	}

	private SloEvents events(String... properties) {
		SloEvents events = new SloEvents(TestSlos.properties(properties).slos(), FailureTable.defaults(),
				() -> HttpNames.server(SemanticConvention.MICROMETER));
		events.bindTo(this.meters);
		return events;
	}

	private Observation observe(String name) {
		return Observation.start(name, this.observations);
	}

	private void charge(Duration duration) {
		Observation observation = observe("charge");
		this.clock.add(duration);
		observation.stop();
	}

	private void request(String method, String uri, String status) {
		observe("http.server.requests")
			.lowCardinalityKeyValues(KeyValues.of("method", method, "uri", uri, "status", status))
			.stop();
	}

	private Map<String, Long> events() {
		return this.meters.get("observability.slo.events")
			.functionCounters()
			.stream()
			.collect(Collectors.toMap((counter) -> counter.getId().getTag("result"),
					(FunctionCounter counter) -> (long) counter.count()));
	}

}
