package io.github.observability.golden;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.github.observability.testing.SteppingMeterRegistry;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.CountingMode;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SignalHistoryTests {

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final LatencyTimers.Sketches sketches = new LatencyTimers.Sketches();

	private final SignalHistory history = new SignalHistory(this.registry,
			() -> HttpNames.server(SemanticConvention.MICROMETER), this.sketches);

	@Test
	void hasNothingToTellWithoutRequests() {
		GoldenSignals signals = this.history.signals();
		assertThat(signals.requests()).isZero();
		assertThat(signals.errorRatio()).isNull();
		assertThat(signals.latency()).isNull();
		assertThat(signals.routes()).isEmpty();
	}

	@Test
	void tellsSignalsOfTheWindow() {
		record("/rides", "SUCCESS", 30);
		record("/rides", "SERVER_ERROR", 10);
		record("/rides", "CLIENT_ABORT", 5);
		record("/quotes", "SUCCESS", 55);
		this.clock.add(Duration.ofSeconds(10));
		GoldenSignals signals = this.history.signals();
		assertThat(signals.windowSeconds()).isEqualTo(10);
		assertThat(signals.requests()).isEqualTo(100);
		assertThat(signals.requestsPerSecond()).isEqualTo(10);
		assertThat(signals.errorRatio()).isEqualTo(0.1);
		assertThat(signals.clientAborts()).isEqualTo(5);
		assertThat(signals.routes()).extracting(GoldenSignals.Route::uri).containsExactly("/quotes", "/rides");
		assertThat(signals.routes().get(1).errors()).isEqualTo(10);
	}

	@Test
	void forgetsWhatIsOlderThanTheWindow() {
		record("/rides", "SERVER_ERROR", 10);
		for (int i = 0; i < 6; i++) {
			this.clock.add(SignalHistory.PERIOD);
			this.history.read();
		}
		record("/quotes", "SUCCESS", 1);
		this.clock.add(SignalHistory.PERIOD);
		GoldenSignals signals = this.history.signals();
		assertThat(signals.windowSeconds()).isEqualTo(60);
		assertThat(signals.routes()).singleElement().satisfies((route) -> assertThat(route.uri()).isEqualTo("/quotes"));
		assertThat(signals.errors()).isZero();
	}

	@Test
	void isNotConfusedByAMeterThatStartsAnew() {
		record("/rides", "SUCCESS", 10);
		this.history.read();
		for (int i = 0; i < 5; i++) {
			this.history.read();
		}
		this.sketches.forget(this.registry.remove(this.registry.get("http.server.requests").timer()));
		record("/rides", "SUCCESS", 3);
		assertThat(this.history.signals().requests()).isZero();
	}

	@Test
	void countsRequestsOfARegistryThatCountsByStep() {
		SimpleMeterRegistry stepping = new SimpleMeterRegistry(new SimpleConfig() {

			@Override
			public @Nullable String get(String key) {
				return null;
			}

			@Override
			public CountingMode mode() {
				return CountingMode.STEP;
			}

		}, this.clock);
		SignalHistory history = new SignalHistory(stepping, () -> HttpNames.server(SemanticConvention.MICROMETER),
				this.sketches);
		for (int i = 0; i < 12; i++) {
			Timer timer = Timer.builder("http.server.requests")
				.tags("method", "GET", "uri", "/rides", "outcome", (i % 2 == 0) ? "SUCCESS" : "SERVER_ERROR")
				.register(stepping);
			for (int request = 0; request < 50; request++) {
				record(timer, Duration.ofMillis(5));
			}
			this.clock.add(SignalHistory.PERIOD);
			history.read();
		}
		this.clock.add(SignalHistory.PERIOD);
		GoldenSignals signals = history.signals();
		assertThat(signals.windowSeconds()).isEqualTo(60);
		assertThat(signals.requests()).isEqualTo(250);
		assertThat(signals.errors()).isEqualTo(150);
	}

	@Test
	void countsStreamsOfARegistryThatCountsByStep() {
		SteppingMeterRegistry stepping = new SteppingMeterRegistry(this.clock);
		HttpNames names = HttpNames.server(SemanticConvention.MICROMETER);
		SignalHistory history = new SignalHistory(stepping, () -> names, this.sketches);
		RouteLimit routes = new RouteLimit(stepping, List.of(names), "management.metrics.web.server.max-uri-tags", 9);
		StreamMeters streams = new StreamMeters(new LatencyTimers(stepping, routes, Set.of("/unrecorded"),
				GoldenMeter.SERVER_REQUESTS, null, this.sketches), Set.of(), names.route());
		for (int i = 0; i < 12; i++) {
			for (int stream = 0; stream < 5; stream++) {
				streams.record(stream("/rides"), new RequestState(), 1);
				streams.record(stream("/unrecorded"), new RequestState(), 1);
			}
			this.clock.add(SignalHistory.PERIOD);
			history.read();
		}
		this.clock.add(SignalHistory.PERIOD);
		GoldenSignals signals = history.signals();
		assertThat(signals.windowSeconds()).isEqualTo(60);
		assertThat(signals.streams()).isEqualTo(25);
		assertThat(signals.requests()).isZero();
		assertThat(signals.latency()).isNull();
	}

	private static Observation.Context stream(String route) {
		Observation.Context context = new Observation.Context();
		context.setName("http.server.requests");
		return context.addLowCardinalityKeyValues(KeyValues.of("method", "GET", "uri", route, "outcome", "SUCCESS"));
	}

	@Test
	void tellsQuantilesBetweenTheBuckets() {
		Timer timer = timer("/reports", "SUCCESS");
		for (int i = 1; i <= 100; i++) {
			record(timer, Duration.ofMillis(1000 + 40 * i));
		}
		GoldenSignals.Latency latency = this.history.signals().routes().get(0).latency();
		assertThat(latency.p50()).isCloseTo(3, Percentage.withPercentage(2));
		assertThat(latency.p95()).isCloseTo(4.8, Percentage.withPercentage(2));
		assertThat(latency.p99()).isCloseTo(4.96, Percentage.withPercentage(2));
	}

	@Test
	void tellsQuantilesOfTheWindowOnly() {
		Timer timer = timer("/rides", "SUCCESS");
		record(timer, Duration.ofSeconds(5));
		for (int i = 0; i < 6; i++) {
			this.clock.add(SignalHistory.PERIOD);
			this.history.read();
		}
		record(timer, Duration.ofMillis(2));
		assertThat(this.history.signals().latency().p99()).isCloseTo(0.002, Percentage.withPercentage(2));
	}

	@Test
	void countsAllRequestsInTheQuantilesWhateverTheirRoute() {
		record(timer("/rides", "SUCCESS"), Duration.ofMillis(1));
		record(timer("/quotes", "SERVER_ERROR"), Duration.ofMillis(100));
		GoldenSignals signals = this.history.signals();
		assertThat(signals.latency().p50()).isCloseTo(0.001, Percentage.withPercentage(2));
		assertThat(signals.latency().p99()).isCloseTo(0.1, Percentage.withPercentage(2));
	}

	@Test
	void sharesASketchBeyondTheirNumber() {
		for (int i = 0; i <= LatencyTimers.Sketches.MAX_SKETCHES; i++) {
			record(timer("/route" + i, "SUCCESS"), Duration.ofMillis((i < 500) ? 1 : 30));
		}
		GoldenSignals signals = this.history.signals();
		assertThat(signals.latency().p99()).isCloseTo(0.03, Percentage.withPercentage(2));
		assertThat(signals.routes()).filteredOn((route) -> route.latency() == null).hasSize(1);
		this.registry.getMeters().forEach(this.sketches::forget);
		assertThat(this.sketches.recordedWith(timer("/new", "SUCCESS")))
			.isNotSameAs(this.sketches.recordedWith(timer("/newer", "SUCCESS")));
	}

	private void record(String route, String outcome, int count) {
		Timer timer = timer(route, outcome);
		for (int i = 0; i < count; i++) {
			record(timer, Duration.ofMillis(5));
		}
	}

	private void record(Timer timer, Duration duration) {
		new LatencyTimers.Recorder(timer, RequestCounter.NONE, this.sketches.recordedWith(timer))
			.record(duration.toNanos());
	}

	private Timer timer(String route, String outcome) {
		return Timer.builder("http.server.requests")
			.tags("method", "GET", "uri", route, "outcome", outcome)
			.register(this.registry);
	}

}
