package io.github.observability.golden;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SignalHistoryTests {

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final SignalHistory history = new SignalHistory(this.registry,
			() -> HttpNames.server(SemanticConvention.MICROMETER));

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
		this.registry.remove(this.registry.get("http.server.requests").timer());
		record("/rides", "SUCCESS", 3);
		assertThat(this.history.signals().requests()).isZero();
	}

	@Test
	void estimatesQuantilesWithinABucket() {
		Map<Double, Long> buckets = new TreeMap<>(Map.of(1e6, 50L, 1e7, 90L, 1e8, 99L));
		SignalHistory.RequestTotals totals = new SignalHistory.RequestTotals(100, 0, 0, buckets);
		assertThat(totals.quantile(0.5)).isCloseTo(0.001, Offset.offset(1e-9));
		assertThat(totals.quantile(0.25)).isCloseTo(0.0005, Offset.offset(1e-9));
		assertThat(totals.quantile(0.95)).isCloseTo(0.06, Offset.offset(1e-9));
		assertThat(totals.quantile(0.999)).isCloseTo(0.1, Offset.offset(1e-9));
	}

	private void record(String route, String outcome, int count) {
		Timer timer = Timer.builder("http.server.requests")
			.tags("method", "GET", "uri", route, "outcome", outcome)
			.serviceLevelObjectives(Duration.ofMillis(10), Duration.ofMillis(100))
			.register(this.registry);
		for (int i = 0; i < count; i++) {
			timer.record(Duration.ofMillis(5));
		}
	}

}
