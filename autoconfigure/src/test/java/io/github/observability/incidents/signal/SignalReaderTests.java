package io.github.observability.incidents.signal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.observability.FailureTable;
import io.github.observability.RecordedNames;
import io.github.observability.SemanticConvention;
import io.github.observability.incidents.signal.Subject.Type;
import io.github.observability.saturation.ResourceUse;
import io.github.observability.testing.SteppingMeterRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SignalReaderTests {

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final RecordedChanges changes = new RecordedChanges();

	private List<ResourceUse> resources = List.of();

	private final SignalReader reader = reader();

	private long step = 1_000;

	private SignalReader reader() {
		return reader(this.registry);
	}

	private SignalReader reader(MeterRegistry registry) {
		SignalReader.Sources sources = new SignalReader.Sources(registry,
				RecordedNames.of(SemanticConvention.MICROMETER), FailureTable.defaults(), () -> this.resources, Map::of,
				(name) -> name.equals("rides.completed"));
		return new SignalReader(sources, null, this.changes, 200);
	}

	private Timer served(String uri, String outcome) {
		return served(this.registry, uri, outcome);
	}

	private static Timer served(MeterRegistry registry, String uri, String outcome) {
		return Timer.builder("http.server.requests")
			.tags("method", "GET", "uri", uri, "outcome", outcome, "exception",
					outcome.equals("SUCCESS") ? "none" : "RideException")
			.serviceLevelObjectives(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(500))
			.register(registry);
	}

	private void read() {
		this.reader.read(this.step++, 10);
	}

	private double last(SignalType type, Subject subject) {
		Series series = this.reader.find(type, subject);
		assertThat(series).as(type + " " + subject).isNotNull();
		return series.last();
	}

	@Test
	void readsRateErrorsAndLatencyOfARoute() {
		Subject route = new Subject(Type.ROUTE, "GET /rides/{id}");
		served("/rides/{id}", "SUCCESS").record(7, TimeUnit.SECONDS);
		read();
		for (int i = 0; i < 90; i++) {
			served("/rides/{id}", "SUCCESS").record(80, TimeUnit.MILLISECONDS);
		}
		for (int i = 0; i < 10; i++) {
			served("/rides/{id}", "SERVER_ERROR").record(1, TimeUnit.MILLISECONDS);
		}
		read();
		assertThat(last(SignalType.TRAFFIC, route)).isEqualTo(10);
		assertThat(last(SignalType.ERRORS, route)).isCloseTo(0.1, Offset.offset(1e-6));
		assertThat(last(SignalType.LATENCY, route)).isCloseTo(0.08, Offset.offset(1e-6));
		assertThat(last(SignalType.TAIL_LATENCY, route)).isBetween(0.09, 0.1);
		assertThat(last(SignalType.TRAFFIC, Subject.SERVICE)).isEqualTo(10);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "cumulative", "step", "step and cumulative", "steps", "steps in a composite of a composite" })
	void readsTheSameOfEachRegistry(String kind) {
		MockClock clock = new MockClock();
		MeterRegistry registry = registry(kind, clock);
		SignalReader reader = reader(registry);
		AtomicLong throttled = new AtomicLong(1_000);
		FunctionCounter.builder("observability.saturation.cpu.throttled", throttled, AtomicLong::get)
			.register(registry);
		Subject route = new Subject(Type.ROUTE, "GET /rides");
		for (int i = 0; i < 24; i++) {
			for (int request = 0; request < 100; request++) {
				served(registry, "/rides", (request < 90) ? "SUCCESS" : "SERVER_ERROR").record(80,
						TimeUnit.MILLISECONDS);
			}
			registry.counter("rides.completed", "city", "berlin").increment(30);
			registry.counter("observability.slo.events", "slo", "rides", "result", "good").increment(90);
			registry.counter("observability.slo.events", "slo", "rides", "result", "bad").increment(10);
			registry.timer("hikaricp.connections.acquire", "pool", "orders").record(2, TimeUnit.SECONDS);
			throttled.addAndGet(5);
			clock.add(Duration.ofSeconds(10));
			reader.read(this.step++, 10);
			// The first minute of a registry that counts by step is not over before.
			if (i > 6) {
				double throttling = reader
					.find(SignalType.WAITING, new Subject(Type.HOST, "throttling by the CPU quota"))
					.last();
				// What was counted before it was registered did not happen now.
				assertThat(throttling).isIn((i > 12) ? List.of(0.5) : List.of(0.0, 0.5));
				assertThat(reader.find(SignalType.TRAFFIC, route).last()).isEqualTo(10);
				assertThat(reader.find(SignalType.TRAFFIC, Subject.SERVICE).last()).isEqualTo(10);
				assertThat(reader.find(SignalType.ERRORS, route).last()).isCloseTo(0.1, Offset.offset(1e-6));
				assertThat(reader.find(SignalType.LATENCY, route).last()).isCloseTo(0.08, Offset.offset(1e-6));
				assertThat(reader.find(SignalType.TAIL_LATENCY, route).last()).isBetween(0.09, 0.1);
				assertThat(reader.find(SignalType.BUSINESS, new Subject(Type.BUSINESS, "rides.completed")).last())
					.isEqualTo(3);
				assertThat(reader.find(SignalType.WAITING, new Subject(Type.RESOURCE, "connections of orders")).last())
					.isCloseTo(0.2, Offset.offset(1e-6));
				assertThat(reader.find(SignalType.OBJECTIVE, new Subject(Type.OBJECTIVE, "rides")).last())
					.isCloseTo(0.1, Offset.offset(1e-6));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "cumulative", "step", "step and cumulative" })
	void tellsThatEverythingIsSlowerThanTheLastBucket(String kind) {
		MockClock clock = new MockClock();
		MeterRegistry registry = registry(kind, clock);
		SignalReader reader = reader(registry);
		for (int i = 0; i < 24; i++) {
			for (int request = 0; request < 100; request++) {
				served(registry, "/rides", "SUCCESS").record((i < 12) ? 80 : 3_000, TimeUnit.MILLISECONDS);
			}
			clock.add(Duration.ofSeconds(10));
			reader.read(this.step++, 10);
		}
		assertThat(reader.find(SignalType.TAIL_LATENCY, Subject.SERVICE).last()).isEqualTo(0.5);
	}

	private static MeterRegistry registry(String kind, MockClock clock) {
		CompositeMeterRegistry composite = new CompositeMeterRegistry(clock);
		SteppingMeterRegistry step = new SteppingMeterRegistry(clock);
		switch (kind) {
			case "cumulative" -> {
				return new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
			}
			case "step" -> {
				return step;
			}
			case "step and cumulative" -> composite.add(step)
				.add(new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock))
				.add(new SteppingMeterRegistry(clock));
			case "steps" -> composite.add(step).add(new SteppingMeterRegistry(clock));
			default -> composite.add(new CompositeMeterRegistry(clock).add(step));
		}
		return composite;
	}

	@Test
	void readsDependenciesResourcesLogsAndBusiness() {
		this.resources = List.of(new ResourceUse("jdbc.orders", 0.7, 3.0, null));
		this.registry.timer("http.client.requests", "client.name", "payments", "outcome", "SERVER_ERROR", "error",
				"none");
		this.registry.timer("jdbc.query", "jdbc.datasource.name", "orders", "error", "none");
		this.registry.counter("logback.events", "level", "error");
		this.registry.counter("rides.completed", "city", "berlin");
		this.registry.counter("rides.completed", "city", "paris");
		this.registry.counter("something.else");
		read();
		this.registry
			.timer("http.client.requests", "client.name", "payments", "outcome", "SERVER_ERROR", "error", "none")
			.record(1, TimeUnit.SECONDS);
		this.registry.counter("logback.events", "level", "error").increment(20);
		this.registry.counter("rides.completed", "city", "berlin").increment(5);
		this.registry.counter("rides.completed", "city", "paris").increment(5);
		read();
		assertThat(last(SignalType.ERRORS, new Subject(Type.DEPENDENCY, "payments"))).isCloseTo(0.2,
				Offset.offset(1e-6));
		assertThat(last(SignalType.TRAFFIC, new Subject(Type.DEPENDENCY, "database orders"))).isZero();
		assertThat(last(SignalType.UTILIZATION, new Subject(Type.RESOURCE, "jdbc.orders"))).isCloseTo(0.7,
				Offset.offset(1e-6));
		assertThat(last(SignalType.WAITING, new Subject(Type.RESOURCE, "jdbc.orders"))).isEqualTo(3);
		assertThat(last(SignalType.LOG_LINES, new Subject(Type.LOG, "level error"))).isEqualTo(2);
		assertThat(last(SignalType.BUSINESS, new Subject(Type.BUSINESS, "rides.completed"))).isEqualTo(1);
		assertThat(this.reader.series()).noneMatch((series) -> series.name().contains("something.else"));
	}

	@Test
	void reportsAnExceptionThatIsNewAndAPoolThatWasResized() {
		double[] size = { 10 };
		Gauge.builder("hikaricp.connections.max", size, (each) -> each[0])
			.tag("pool", "orders")
			.register(this.registry);
		read();
		size[0] = 4;
		served("/rides", "SERVER_ERROR");
		served("/rides", "SERVER_ERROR");
		read();
		assertThat(this.changes.reported).containsExactly("RideException in route GET /rides",
				"hikaricp.connections.max of orders from 10 to 4");
	}

	@Test
	void countsACounterOnceThatWasRemovedAndRegisteredAgain() {
		Subject throttling = new Subject(Type.HOST, "throttling by the CPU quota");
		AtomicLong total = new AtomicLong(1_000);
		FunctionCounter counter = throttled(total);
		read();
		total.addAndGet(10);
		read();
		assertThat(last(SignalType.WAITING, throttling)).isOne();
		this.registry.remove(counter);
		counter = throttled(total);
		total.addAndGet(20);
		read();
		assertThat(last(SignalType.WAITING, throttling)).isZero();
		total.addAndGet(20);
		read();
		assertThat(last(SignalType.WAITING, throttling)).isEqualTo(2);
		this.registry.remove(counter);
		read();
		assertThat(last(SignalType.WAITING, throttling)).isNaN();
		throttled(total);
		read();
		total.addAndGet(30);
		read();
		assertThat(last(SignalType.WAITING, throttling)).isEqualTo(3);
	}

	private FunctionCounter throttled(AtomicLong total) {
		return FunctionCounter.builder("observability.saturation.cpu.throttled", total, AtomicLong::get)
			.register(this.registry);
	}

	@Test
	void aCounterThatIsRemovedLeavesTheRateOfTheOthers() {
		Subject rides = new Subject(Type.BUSINESS, "rides.completed");
		Counter berlin = this.registry.counter("rides.completed", "city", "berlin");
		Counter paris = this.registry.counter("rides.completed", "city", "paris");
		berlin.increment(100);
		read();
		this.registry.remove(berlin);
		paris.increment(10);
		read();
		assertThat(last(SignalType.BUSINESS, rides)).isOne();
	}

	@Test
	void doesNotAddUpAGaugeThatWasRemoved() {
		Subject cpu = new Subject(Type.HOST, "cpu of the process");
		for (int i = 0; i < 3; i++) {
			Gauge gauge = Gauge.builder("process.cpu.usage", () -> 0.5).register(this.registry);
			read();
			assertThat(last(SignalType.UTILIZATION, cpu)).isEqualTo(0.5f);
			this.registry.remove(gauge);
		}
		read();
		assertThat(last(SignalType.UTILIZATION, cpu)).isNaN();
	}

	@Test
	void countsAnObjectiveOnceWhoseCounterWasRegisteredAgain() {
		Subject objective = new Subject(Type.OBJECTIVE, "rides");
		AtomicLong bad = new AtomicLong(1_000);
		events("good", new AtomicLong());
		FunctionCounter counter = events("bad", bad);
		read();
		this.registry.remove(counter);
		events("bad", bad);
		read();
		bad.addAndGet(2);
		read();
		assertThat(last(SignalType.OBJECTIVE, objective)).isCloseTo(0.4, Offset.offset(1e-6));
	}

	private FunctionCounter events(String result, AtomicLong total) {
		return FunctionCounter.builder("observability.slo.events", total, AtomicLong::get)
			.tags("slo", "rides", "result", result)
			.register(this.registry);
	}

	@Test
	void watchesPoolsHoweverManyWereThere() {
		read();
		for (int i = 0; i < 150; i++) {
			this.registry.remove(pool("old" + i, new AtomicLong(10)));
		}
		AtomicLong size = new AtomicLong(10);
		pool("orders", size);
		read();
		size.set(4);
		read();
		assertThat(this.changes.reported).containsExactly("hikaricp.connections.max of orders from 10 to 4");
	}

	private Gauge pool(String name, AtomicLong size) {
		return Gauge.builder("hikaricp.connections.max", size, AtomicLong::get)
			.tag("pool", name)
			.register(this.registry);
	}

	@Test
	void givesAPlaceThatIsIdleToTheBusiestRouteWithoutOne() {
		for (int i = 0; i < 25; i++) {
			served("/r" + i, "SUCCESS").record(1, TimeUnit.MILLISECONDS);
			read();
		}
		assertThat(this.reader.busiestRoutes(100)).hasSize(20);
		assertThat(this.reader.find(SignalType.TRAFFIC, new Subject(Type.ROUTE, "GET /r22"))).isNull();
		for (int i = 0; i < 720; i++) {
			served("/r1", "SUCCESS").record(1, TimeUnit.MILLISECONDS);
			served("/r22", "SUCCESS").record(1, TimeUnit.MILLISECONDS);
			read();
		}
		assertThat(this.reader.find(SignalType.TRAFFIC, new Subject(Type.ROUTE, "GET /r22"))).isNotNull();
		assertThat(this.reader.find(SignalType.TRAFFIC, new Subject(Type.ROUTE, "GET /r1"))).isNotNull();
		assertThat(this.reader.busiestRoutes(100)).hasSize(20);
	}

	@Test
	void staysWithinItsBoundsWithTenThousandRoutes() {
		for (int i = 0; i < 10_000; i++) {
			this.registry.timer("http.server.requests", "method", "GET", "uri", "/r" + i, "outcome", "SUCCESS")
				.record(1, TimeUnit.MILLISECONDS);
		}
		for (int i = 0; i < 3; i++) {
			read();
		}
		assertThat(this.reader.series()).hasSizeLessThanOrEqualTo(200);
		assertThat(this.reader.busiestRoutes(100)).hasSize(20);
		assertThat(this.reader.dropped()).isEqualTo(9_980);
		this.registry.timer("http.server.requests", "method", "GET", "uri", "/r9999", "outcome", "SUCCESS")
			.record(1, TimeUnit.MILLISECONDS);
		read();
		assertThat(last(SignalType.TRAFFIC, Subject.SERVICE)).isCloseTo(0.1, Offset.offset(1e-6));
	}

	/**
	 * Keeps in words what it receives.
	 */
	private static final class RecordedChanges implements MeterChanges {

		private final List<String> reported = new ArrayList<>();

		@Override
		public void poolResized(String pool, String before, String after) {
			this.reported.add(pool + " from " + before + " to " + after);
		}

		@Override
		public void newException(String exception, Subject subject) {
			this.reported.add(exception + " in " + subject);
		}

	}

}
