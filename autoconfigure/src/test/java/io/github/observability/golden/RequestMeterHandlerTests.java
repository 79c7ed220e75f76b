package io.github.observability.golden;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import com.sun.management.ThreadMXBean;
import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RequestMeterHandlerTests {

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final RecordingFaults faults = new RecordingFaults();

	private final RequestMeterHandler<ServletRequestContext> handler = new RequestMeterHandler<>(this.registry,
			ServletRequestContext.ACCESSOR, TestMeters.served(this.registry, this.faults));

	@Test
	void recordsDurationByKeyValuesAndError() {
		ServletRequestContext context = context();
		context.settle();
		context.setError(new IllegalStateException());
		serve(context, Duration.ofMillis(42));
		Timer timer = this.registry.get("http.server.requests")
			.tags("uri", "/rides", "error", "IllegalStateException")
			.timer();
		assertThat(timer.count()).isEqualTo(1);
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(42);
	}

	@Test
	void keepsAnErrorUntilTheRequestHasEnded() {
		ServletRequestContext context = context();
		IllegalStateException error = new IllegalStateException();
		context.setError(error);
		assertThat(context.getError()).isNull();
		assertThat(context.settle()).isSameAs(error);
	}

	@Test
	void recordsAStreamApart() {
		ServletRequestContext context = context();
		this.handler.onStart(context);
		context.state().becomeStream();
		this.clock.add(Duration.ofMillis(7));
		context.state().writesFirstByte();
		this.clock.add(Duration.ofSeconds(30));
		this.handler.onStop(context);
		assertThat(this.registry.find("http.server.requests").timer()).isNull();
		assertThat(this.registry.get("observability.golden.streams").timer().totalTime(TimeUnit.MILLISECONDS))
			.isEqualTo(30_007);
		assertThat(
				this.registry.get("observability.golden.streams.first.byte").timer().totalTime(TimeUnit.MILLISECONDS))
			.isEqualTo(7);
		assertThat(this.registry.get("observability.golden.long.running").counter().count()).isZero();
	}

	@Test
	void recordsTheRoutesOfStreamsApart() {
		RequestMeterHandler<ServletRequestContext> configured = new RequestMeterHandler<>(this.registry,
				ServletRequestContext.ACCESSOR, TestMeters.served(this.registry, this.faults, "stream-routes=/rides"));
		ServletRequestContext context = context();
		configured.onStart(context);
		configured.onStop(context);
		assertThat(this.registry.find("http.server.requests").timer()).isNull();
		assertThat(this.registry.get("observability.golden.streams").timer().count()).isEqualTo(1);
	}

	@Test
	void hasNoMetersOfARouteThatOptedOut() {
		RequestMeterHandler<ServletRequestContext> configured = new RequestMeterHandler<>(this.registry,
				ServletRequestContext.ACCESSOR,
				TestMeters.served(this.registry, this.faults, "unrecorded-routes=/rides"));
		ServletRequestContext context = context();
		configured.onStart(context);
		configured.onStop(context);
		assertThat(this.registry.find("http.server.requests").timer()).isNull();
		assertThat(this.faults.count()).isZero();
	}

	@Test
	void neverCollapsesARouteThatOptedOut() {
		RouteLimit limit = new RouteLimit(this.registry, List.of(HttpNames.server(SemanticConvention.MICROMETER)),
				"management.metrics.web.server.max-uri-tags", 1);
		LatencyTimers timers = new LatencyTimers(this.registry, limit, Set.of("/rides"), GoldenMeter.SERVER_REQUESTS,
				null);
		ServletRequestContext other = context();
		other.addLowCardinalityKeyValue(KeyValue.of("uri", "/drivers"));
		timers.get(context()).record(TimeUnit.MILLISECONDS.toNanos(1));
		timers.get(other).record(TimeUnit.MILLISECONDS.toNanos(1));
		timers.get(context()).record(TimeUnit.MILLISECONDS.toNanos(1));
		assertThat(this.registry.get("http.server.requests").timers()).singleElement()
			.satisfies((timer) -> assertThat(timer.getId().getTag("uri")).isEqualTo("/drivers"));
		assertThat(this.registry.get("observability.golden.collapsed").counter().count()).isZero();
	}

	@Test
	void countsACollapsedStreamOnce() {
		RouteLimit limit = new RouteLimit(this.registry, List.of(HttpNames.server(SemanticConvention.MICROMETER)),
				"management.metrics.web.server.max-uri-tags", 0);
		StreamMeters streams = new StreamMeters(
				new LatencyTimers(this.registry, limit, Set.of(), GoldenMeter.SERVER_REQUESTS, null), Set.of(),
				HttpNames.server(SemanticConvention.MICROMETER).route());
		ServletRequestContext context = context();
		context.state().start(this.clock, new LongAdder());
		context.state().writesFirstByte();
		streams.record(context, context.state(), 1);
		assertThat(this.registry.get("observability.golden.streams").tag("uri", "other").timer().count()).isEqualTo(1);
		assertThat(this.registry.get("observability.golden.streams.first.byte").tag("uri", "other").timer().count())
			.isEqualTo(1);
		assertThat(this.registry.get("observability.golden.collapsed").counter().count()).isEqualTo(1);
	}

	@Test
	void opensARouteForMoreBuckets() {
		this.registry.config()
			.meterFilter(new LatencyMeterFilter(() -> Set.of("http.server.requests"), List.of(Duration.ofMillis(10))));
		this.registry.config().meterFilter(new MeterFilter() {

			@Override
			public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
				return "/rides".equals(id.getTag("uri")) ? DistributionStatisticConfig.builder()
					.serviceLevelObjectives(1e6, 1e7, 1e8)
					.build()
					.merge(config) : config;
			}

		});
		ServletRequestContext other = context();
		other.addLowCardinalityKeyValue(KeyValue.of("uri", "/drivers"));
		serve(context(), Duration.ofMillis(1));
		serve(other, Duration.ofMillis(1));
		assertThat(buckets("/rides")).isEqualTo(3);
		assertThat(buckets("/drivers")).isEqualTo(1);
	}

	private int buckets(String route) {
		return this.registry.get("http.server.requests")
			.tag("uri", route)
			.timer()
			.takeSnapshot()
			.histogramCounts().length;
	}

	/**
	 * Requests are recorded without an object for each: fewer bytes than requests.
	 */
	@Test
	void allocatesNothingAfterWarmUp() {
		int requests = 10_000;
		List<ServletRequestContext> contexts = new ArrayList<>();
		for (int i = 0; i < requests; i++) {
			contexts.add(context());
		}
		for (int i = 0; i < requests; i++) {
			serve(context(), Duration.ofNanos(1));
		}
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		for (ServletRequestContext context : contexts) {
			this.handler.onStart(context);
			this.handler.onStop(context);
		}
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(requests);
		assertThat(this.registry.get("http.server.requests").timer().count()).isEqualTo(2L * requests);
	}

	@Test
	void countsRequestsThatTookLong() {
		serve(context(), Duration.ofSeconds(10));
		assertThat(this.registry.get("observability.golden.long.running").counter().count()).isEqualTo(1);
	}

	@Test
	void recordsOnceEvenIfStoppedTwice() {
		ServletRequestContext context = context();
		serve(context, Duration.ofMillis(1));
		this.handler.onStop(context);
		assertThat(this.registry.get("http.server.requests").timer().count()).isEqualTo(1);
	}

	@Test
	void usesTheSameTimerAgain() {
		serve(context(), Duration.ofMillis(1));
		serve(context(), Duration.ofMillis(1));
		assertThat(this.registry.get("http.server.requests").timers()).singleElement()
			.satisfies((timer) -> assertThat(timer.count()).isEqualTo(2));
	}

	@Test
	void countsEvents() {
		this.handler.onEvent(Observation.Event.of("retried"), context());
		assertThat(this.registry.get("http.server.requests.retried").tag("uri", "/rides").counter().count())
			.isEqualTo(1);
	}

	@Test
	void findsTheCountersOfEvents() {
		for (int i = 0; i < 3; i++) {
			this.handler.onEvent(Observation.Event.of("retried"), context());
		}
		Counter counter = this.registry.get("http.server.requests.retried").counter();
		assertThat(counter.count()).isEqualTo(3);
		this.registry.remove(counter);
		this.handler.onEvent(Observation.Event.of("retried"), context());
		assertThat(this.registry.get("http.server.requests.retried").counter().count()).isEqualTo(1);
	}

	@Test
	void limitsTheRoutesOfEvents() {
		for (int i = 0; i < 1_000; i++) {
			ServletRequestContext context = context();
			context.addLowCardinalityKeyValue(KeyValue.of("uri", "/rides/" + i));
			this.handler.onEvent(Observation.Event.of("retried"), context);
		}
		assertThat(this.registry.get("http.server.requests.retried").counters()).hasSize(201);
		assertThat(this.registry.get("http.server.requests.retried").tag("uri", "other").counter().count())
			.isEqualTo(800);
	}

	@Test
	void limitsTheNamesOfEvents() {
		for (int i = 0; i < 1_500; i++) {
			this.handler.onEvent(Observation.Event.of("event." + i), context());
		}
		assertThat(this.registry.find("http.server.requests.other").counter().count()).isEqualTo(500);
		assertThat(this.registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("http.server.requests.event"))).hasSize(1_000);
	}

	@Test
	void limitsTheTagsThatAConventionAdds(CapturedOutput output) {
		int requests = 11_000;
		for (int i = 0; i < requests; i++) {
			ServletRequestContext context = context();
			context.addLowCardinalityKeyValue(KeyValue.of("user", "user-" + i));
			serve(context, Duration.ofMillis(1));
		}
		assertThat(this.registry.get("http.server.requests").timers()).hasSize(10_001);
		assertThat(this.registry.get("http.server.requests").tag("user", "other").timer().count()).isEqualTo(1_000);
		assertThat(this.registry.get("observability.golden.collapsed").tag("key", "user").counter().count())
			.isEqualTo(1_000);
		assertThat(output.getOut().lines().filter((line) -> line.contains("very many series"))).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void survivesARegistryThatFails(boolean error, CapturedOutput output) {
		this.registry.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				if (id.getName().equals("http.server.requests")) {
					if (error) {
						throw new NoClassDefFoundError("filter");
					}
					throw new IllegalStateException("filter");
				}
				return id;
			}

		});
		serve(context(), Duration.ofMillis(1));
		serve(context(), Duration.ofMillis(1));
		assertThat(this.faults.count()).isEqualTo(2);
		assertThat(output.toString().lines().filter((line) -> line.contains("could not be recorded"))).hasSize(1);
	}

	@Test
	void leavesOtherObservationsAlone() {
		assertThat(this.handler.supportsContext(new Observation.Context())).isFalse();
	}

	private void serve(ServletRequestContext context, Duration duration) {
		this.handler.onStart(context);
		this.clock.add(duration);
		this.handler.onStop(context);
	}

	private static ServletRequestContext context() {
		ServletRequestContext context = new ServletRequestContext(new MockHttpServletRequest("GET", "/rides"),
				new MockHttpServletResponse());
		context.setName("http.server.requests");
		context.addLowCardinalityKeyValue(KeyValue.of("uri", "/rides"));
		return context;
	}

}
