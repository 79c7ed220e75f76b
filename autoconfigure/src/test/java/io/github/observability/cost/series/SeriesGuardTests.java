package io.github.observability.cost.series;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class SeriesGuardTests {

	private static final int THREADS = 16;

	private final SeriesReporter reporter = new SeriesReporter();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@AfterEach
	void stop() {
		this.reporter.destroy();
	}

	private SeriesGuard guard(int values, int series, int total) {
		return guard(new SeriesProperties(true, values, series, total, Map.of(), Map.of()), (id) -> false);
	}

	private SeriesGuard guard(SeriesProperties limits, Predicate<Meter.Id> exempt) {
		SeriesGuard guard = new SeriesGuard(limits, exempt, this.reporter);
		this.registry.config().meterFilter(guard).onMeterRemoved((removed) -> guard.removed(removed.getId()));
		return guard;
	}

	private Collection<Counter> rides() {
		return this.registry.find("rides").counters();
	}

	private double total() {
		return rides().stream().mapToDouble(Counter::count).sum();
	}

	private void ride(String... tags) {
		this.registry.counter("rides", tags).increment();
	}

	@Test
	void aDeniedMeterGivesItsPlacesBackOnce() {
		SeriesGuard guard = guard(100, 1_000, 30);
		for (int i = 0; i < 20; i++) {
			ride("user", "u-" + i);
		}
		assertThat(guard.series()).isEqualTo(20);
		guard.denied("rides");
		guard.denied("rides");
		guard.denied("unknown");
		assertThat(guard.series()).isZero();
		rides().forEach(this.registry::remove);
		ride("user", "later");
		assertThat(guard.series()).isZero();
		for (int i = 0; i < 29; i++) {
			this.registry.counter("fares", "city", "c-" + i).increment();
		}
		assertThat(guard.series()).isEqualTo(29);
		assertThat(this.registry.find("fares").counters()).hasSize(29);
	}

	@ParameterizedTest
	@ValueSource(ints = { 101, 10_000 })
	void collapsesValuesPastTheLimitAndLosesNone(int users) {
		SeriesGuard guard = guard(100, 1_000, 20_000);
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < users; i++) {
				ride("city", "Graz", "user", "u-" + i);
			}
		}
		assertThat(rides()).hasSize(101);
		assertThat(total()).isEqualTo(2 * users);
		assertThat(this.registry.get("rides").tags("city", "Graz", "user", "other").counter().count())
			.isEqualTo(2 * (users - 100));
		assertThat(this.registry.get("rides").tags("user", "u-99").counter().count()).isEqualTo(2);
		assertThat(guard.series()).isEqualTo(101);
		// The registry does not ask again for the id that created the series.
		assertThat(this.reporter.counter("rides", "user").sum()).isEqualTo(2 * (users - 100) - 1);
	}

	@Test
	void collapsesCombinationsPastTheLimitAndKeepsCommonTags() {
		guard(100, 1_000, 20_000);
		int recorded = 0;
		for (int i = 0; i < 40; i++) {
			for (int j = 0; j < 40; j++) {
				ride("application", "rides", "driver", "d-" + i, "rider", "r-" + j);
				recorded++;
			}
		}
		assertThat(rides()).hasSize(1_001);
		assertThat(total()).isEqualTo(recorded);
		assertThat(this.registry.get("rides")
			.tags("application", "rides", "driver", "other", "rider", "other")
			.counter()
			.count()).isEqualTo(recorded - 1_000);
		assertThat(this.reporter.counter("rides", "all").sum()).isEqualTo(recorded - 1_000);
	}

	@Test
	void limitsAllMetersTogether() {
		SeriesGuard guard = guard(100, 1_000, 150);
		for (String meter : List.of("rides", "fares", "tips")) {
			for (int i = 0; i < 100; i++) {
				this.registry.counter(meter, "driver", "d-" + i).increment();
			}
		}
		assertThat(guard.series()).isEqualTo(150);
		assertThat(this.registry.find("fares").counters()).hasSize(51);
		assertThat(this.registry.find("tips").counters()).hasSize(1);
		assertThat(this.registry.getMeters()).hasSize(152);
		assertThat(this.registry.getMeters().stream().mapToDouble((meter) -> ((Counter) meter).count()).sum())
			.isEqualTo(300);
		this.registry.counter("no.tags").increment();
		assertThat(this.registry.get("no.tags").counter().count()).isOne();
	}

	/** 300 values in each of five tags, and 100,000 in one. */
	@ParameterizedTest
	@CsvSource({ "5, 300, 1001", "1, 100000, 101" })
	void isExactWhenManyThreadsExplode(int tags, int values, int series) throws Exception {
		guard(100, 1_000, 20_000);
		int perThread = 20_000;
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			CountDownLatch start = new CountDownLatch(1);
			List<Future<?>> recorders = new ArrayList<>();
			for (int t = 0; t < THREADS; t++) {
				int thread = t;
				recorders.add(executor.submit(() -> {
					start.await();
					record(thread, perThread, tags, values);
					return null;
				}));
			}
			start.countDown();
			for (Future<?> recorder : recorders) {
				recorder.get(2, TimeUnit.MINUTES);
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(total()).isEqualTo((double) THREADS * perThread);
		assertThat(rides()).hasSizeBetween(series - 1, series);
	}

	private void record(int thread, int times, int tags, int values) {
		String[] keyValues = new String[2 * tags];
		for (int i = 0; i < times; i++) {
			int number = i * THREADS + thread;
			for (int tag = 0; tag < tags; tag++) {
				keyValues[2 * tag] = "t" + tag;
				keyValues[2 * tag + 1] = "v" + ((number * (tag + 1) + number / (tag + 7)) % values);
			}
			ride(keyValues);
		}
	}

	@Test
	void registersNoGaugePastTheLimit() {
		guard(2, 1_000, 20_000);
		for (int i = 0; i < 4; i++) {
			int value = i;
			Gauge.builder("queue.size", () -> value).tag("queue", "q-" + i).register(this.registry);
		}
		assertThat(this.registry.find("queue.size").gauges())
			.extracting((gauge) -> gauge.getId().getTag("queue"), Gauge::value)
			.containsExactlyInAnyOrder(tuple("q-0", 0.0), tuple("q-1", 1.0));
		assertThat(this.reporter.counter("queue.size", "queue").sum()).isEqualTo(2);
	}

	@Test
	void givesThePlaceOfARemovedMeterToAnother() {
		SeriesGuard guard = guard(20, 1_000, 20_000);
		MultiGauge queues = MultiGauge.builder("queue.size").register(this.registry);
		for (int round = 0; round < 5; round++) {
			int first = round * 10;
			queues.register(IntStream.range(first, first + 10)
				.mapToObj((i) -> MultiGauge.Row.of(Tags.of("queue", "q-" + i), i))
				.toList(), true);
			assertThat(this.registry.find("queue.size").gauges()).hasSize(10);
			assertThat(guard.series()).isEqualTo(10);
		}
		assertThat(this.reporter.counter("queue.size", "queue").sum()).isZero();
	}

	@Test
	void admitsCombinationsAgainOnceThereIsRoom() {
		guard(100, 2, 20_000);
		ride("user", "a");
		ride("user", "b");
		ride("user", "c");
		assertThat(users()).containsExactlyInAnyOrder("a", "b", "other");
		this.registry.remove(this.registry.get("rides").tag("user", "a").counter());
		ride("user", "d");
		ride("user", "e");
		assertThat(users()).containsExactlyInAnyOrder("b", "d", "other");
		assertThat(total()).isEqualTo(4);
	}

	private List<String> users() {
		return rides().stream().map((counter) -> String.valueOf(counter.getId().getTag("user"))).toList();
	}

	@Test
	void leavesMetersOfTheStarterAlone() {
		guard(1, 1, 1);
		for (int i = 0; i < 10; i++) {
			this.registry.counter("observability.slo.events", "slo", "s-" + i).increment();
		}
		assertThat(this.registry.find("observability.slo.events").counters()).hasSize(10);
	}

	@Test
	void leavesAloneWhatIsExempt() {
		guard(new SeriesProperties(true, 1, 1, 1, Map.of(), Map.of()), (id) -> id.getName().equals("rides"));
		for (int i = 0; i < 10; i++) {
			ride("user", "u-" + i, "city", "c-" + i);
		}
		assertThat(rides()).hasSize(10);
		assertThat(this.reporter.counter("rides", "user").sum()).isZero();
	}

	@Test
	void sharesTheSeriesOfAValueThatIsOther() {
		guard(2, 1_000, 20_000);
		ride("user", "other");
		ride("user", "a");
		ride("user", "b");
		ride("user", "c");
		ride("user", "other");
		assertThat(users()).containsExactlyInAnyOrder("other", "a", "b");
		assertThat(this.registry.get("rides").tag("user", "other").counter().count()).isEqualTo(3);
	}

	@Test
	void limitsTagsOfATypeOfTheApplication() {
		guard(2, 1_000, 20_000);
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < 5; i++) {
				this.registry.counter("rides", List.of(new OwnTag("user", "u-" + i))).increment();
			}
		}
		assertThat(total()).isEqualTo(10);
		assertThat(this.registry.get("rides").tag("user", "other").counter().count()).isEqualTo(6);
	}

	@Test
	void limitsAMeterWithVaryingKeys() {
		guard(100, 3, 20_000);
		for (int i = 0; i < 10; i++) {
			ride("k-" + i, "v");
		}
		assertThat(total()).isEqualTo(10);
		for (int i = 0; i < 200; i++) {
			ride("k-" + i, "v-" + i);
		}
		assertThat(total()).isEqualTo(210);
	}

	@Test
	void limitsByTheNameThatAFilterOfTheApplicationGives() {
		this.registry.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				return id.withName("rides");
			}

		});
		guard(10, 1_000, 20_000);
		for (int i = 0; i < 100; i++) {
			this.registry.counter("rides." + i, "user", "u-" + i).increment();
		}
		assertThat(rides()).hasSize(11);
		assertThat(total()).isEqualTo(100);
	}

	@Test
	void keepsUnitAndDescriptionOfATimerAndItsTotal() {
		guard(1, 1_000, 20_000);
		for (int i = 1; i <= 4; i++) {
			Timer.builder("ride.duration")
				.description("Duration of rides")
				.tag("user", "u-" + i)
				.register(this.registry)
				.record(i, TimeUnit.SECONDS);
		}
		Timer other = this.registry.get("ride.duration").tag("user", "other").timer();
		assertThat(other.totalTime(TimeUnit.SECONDS)).isEqualTo(9);
		assertThat(other.getId().getDescription()).isEqualTo("Duration of rides");
	}

	@Test
	void findsASeriesThatCollapsedAlreadyMade() {
		SeriesGuard guard = guard(1, 1_000, 20_000);
		guard.map(id("a"));
		Meter.Id collapsed = guard.map(id("b"));
		assertThat(guard.map(id("b"))).isSameAs(collapsed);
		assertThat(guard.map(id("c"))).isSameAs(collapsed);
		assertThat(collapsed.getTag("user")).isEqualTo("other");
		Meter.Id admitted = id("a");
		assertThat(guard.map(admitted)).isSameAs(admitted);
	}

	private static Meter.Id id(String user) {
		return new Meter.Id("rides", Tags.of("user", user), null, null, Meter.Type.COUNTER);
	}

	@ParameterizedTest
	@CsvSource({ "spring.data.repository, 300, 5", "spring.data, 300, 5", "spring.datax, 200, 1000",
			"springs, 100, 1000", "rides, 100, 1000" })
	void takesTheLimitOfTheLongestName(String meter, int values, int series) {
		SeriesProperties limits = new SeriesProperties(true, 100, 1_000, 20_000,
				Map.of("spring", 200, "spring.data", 300), Map.of("spring.data", 5));
		assertThat(limits.maxTagValues(meter)).isEqualTo(values);
		assertThat(limits.maxSeries(meter)).isEqualTo(series);
	}

	@Test
	void forgetsNothingWhenNamesExplode() {
		guard(1, 1, 20_000);
		for (int i = 0; i < 10_100; i++) {
			this.registry.counter("rides." + i).increment();
		}
		assertThat(this.registry.getMeters()).hasSize(10_100);
		assertThat(this.registry.getMeters()
			.stream()
			.collect(Collectors.summingDouble((meter) -> ((Counter) meter).count()))).isEqualTo(10_100);
	}

	private record OwnTag(String key, String value) implements Tag {

		@Override
		public String getKey() {
			return this.key;
		}

		@Override
		public String getValue() {
			return this.value;
		}

	}

}
