package io.github.observability.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.observability.PrometheusNames;
import io.github.observability.cost.advice.UsedMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.PropertiesMeterFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Advice on the meters of a registry.
 */
class MeterAdvisorTests {

	private static final Path INCIDENTS = Path.of("src/main/java/io/github/observability/incidents/signal");

	private final AtomicLong nanos = new AtomicLong();

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final MeterSignals signals = new MeterSignals(this.registry, this.nanos::get);

	private final Random random = new Random(1);

	private double load;

	@Test
	void tellsWhatIsConstantDuplicateAndUnread() {
		Gauge.builder("pool.size", () -> 10).register(this.registry);
		Gauge.builder("pool.limit", () -> 10).tag("pool", "a").register(this.registry);
		Gauge.builder("load", () -> this.load).register(this.registry);
		Gauge.builder("load.percent", () -> 100 * this.load).register(this.registry);
		Counter.builder("failures.never").register(this.registry);
		Timer work = Timer.builder("work").register(this.registry);
		for (int i = 0; i < 100; i++) {
			this.load = 0.9 * this.load + this.random.nextDouble();
			work.record(Duration.ofMillis(1 + this.random.nextInt(50)));
			step();
		}
		CostAdvice advice = advisor(new UsedMetrics(Set.of("pool_limit", "load_percent"), Set.of())).advice();
		assertThat(advice.readers()).containsExactly("dashboards", "incidents", "rules", "used-metrics");
		assertThat(advice.constant()).extracting(CostAdvice.MeterAdvice::meter)
			.containsExactly("pool.limit", "pool.size");
		assertThat(advice.constant().get(0).readBy()).isEqualTo("used-metrics");
		// The one that is read is the original.
		assertThat(advice.duplicate()).extracting(CostAdvice.MeterAdvice::meter).containsExactly("load");
		assertThat(advice.duplicate().get(0).reason()).startsWith("it is 0.0100000 * 'load.percent'");
		assertThat(advice.unread()).extracting(CostAdvice.MeterAdvice::meter)
			.containsExactly("failures.never", "load", "pool.size", "work");
		assertThat(advice.properties()).containsExactly("management.metrics.enable.failures.never=false",
				"management.metrics.enable.load=false", "management.metrics.enable.load.percent=true",
				"management.metrics.enable.pool.size=false", "management.metrics.enable.work=false");
		assertThat(advice.removableSeries()).isEqualTo(6);
		assertThat(advice.series()).isEqualTo(8);
		assertThat(advice.keep()).extracting(CostAdvice.SignalToKeep::signal).containsExactly("load.percent");
	}

	@Test
	void callsNothingConstantBeforeTenMinutes() {
		Gauge.builder("pool.size", () -> 10).register(this.registry);
		for (int i = 0; i < 60; i++) {
			step();
		}
		CostAdvice advice = advisor(null).advice();
		assertThat(advice.constant()).isEmpty();
		assertThat(advice.notes()).anyMatch((note) -> note.startsWith("Less than ten minutes are recorded"))
			.anyMatch((note) -> note.startsWith("Without 'observability.cost.used-metrics'"));
		step();
		assertThat(advisor(null).advice().constant()).hasSize(1);
	}

	@Test
	void oneSeriesThatMovesIsEnough() {
		Gauge.builder("pool", () -> 10).tag("pool", "a").register(this.registry);
		Gauge.builder("pool", () -> this.load).tag("pool", "b").register(this.registry);
		for (int i = 0; i < 100; i++) {
			this.load = (i == 90) ? 1 : 0;
			step();
		}
		assertThat(advisor(null).advice().constant()).isEmpty();
	}

	@Test
	void equalSumsOfDifferentSeriesAreNoDuplicates() {
		Gauge.builder("one", () -> this.load).tag("pool", "a").register(this.registry);
		Gauge.builder("other", () -> this.load / 2).tag("pool", "b").register(this.registry);
		Gauge.builder("other", () -> this.load / 2).tag("pool", "c").register(this.registry);
		for (int i = 0; i < 100; i++) {
			this.load = this.random.nextDouble();
			step();
		}
		assertThat(advisor(null).advice().duplicate()).isEmpty();
	}

	@Test
	void neitherAFaultNorADelayOfAGaugeMatters() {
		AtomicInteger asked = new AtomicInteger();
		Gauge.builder("broken", () -> {
			throw new IllegalStateException("broken");
		}).register(this.registry);
		Gauge.builder("slow", () -> {
			asked.incrementAndGet();
			this.nanos.addAndGet(Duration.ofMillis(7).toNanos());
			return 1;
		}).register(this.registry);
		for (int i = 0; i < 10; i++) {
			step();
		}
		assertThat(asked).hasValue(3);
		assertThat(advisor(null).advice().notes())
			.anyMatch((note) -> note.equals("Gauges that take long to read and are not recorded: 1."));
	}

	@Test
	void boundsWhatIsRecorded() {
		for (int i = 0; i < 3_000; i++) {
			Counter.builder("meter" + i).register(this.registry);
		}
		step();
		step();
		CostAdvice advice = advisor(null).advice();
		assertThat(advice.signals()).isEqualTo(200);
		assertThat(advice.furtherSignals()).isEqualTo(1_800);
	}

	@Test
	void propertiesDoInBootWhatTheySay() {
		Random names = new Random(3);
		for (int round = 0; round < 50; round++) {
			Set<String> all = new TreeSet<>();
			for (int i = 0; i < 60; i++) {
				StringBuilder name = new StringBuilder("m" + names.nextInt(3));
				for (int j = names.nextInt(4); j > 0; j--) {
					name.append('.').append(names.nextBoolean() ? "x" : "recent_use").append(names.nextInt(3));
				}
				all.add(name.toString());
			}
			Set<String> removed = new TreeSet<>(all.stream().filter((name) -> names.nextInt(3) == 0).toList());
			Map<String, String> properties = new HashMap<>();
			MeterAdvisor.properties(removed, all).forEach((line) -> {
				String[] parts = line.split("=");
				properties.put(parts[0], parts[1]);
			});
			PropertiesMeterFilter filter = new PropertiesMeterFilter(
					new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("management.metrics",
							MetricsProperties.class));
			assertThat(all).allSatisfy(
					(name) -> assertThat(filter.accept(new Meter.Id(name, Tags.empty(), null, null, Meter.Type.GAUGE)))
						.isEqualTo(removed.contains(name) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL));
		}
	}

	/** What the sample commits was rendered from all the meters that it has. */
	@Test
	void whatIsUnreadIsInNoDashboardOrRuleOfTheSample() throws IOException {
		Path stack = Path.of("..", "sample-app", "stack");
		Set<String> rules = words(Files.readString(stack.resolve("slo/slo-rules.yml")));
		Set<String> read = new TreeSet<>(rules);
		try (Stream<Path> dashboards = Files.list(stack.resolve("grafana/dashboards"))) {
			for (Path dashboard : dashboards.toList()) {
				read.addAll(words(Files.readString(dashboard)));
			}
		}
		JsonNode meters = JsonMapper.builder()
			.build()
			.readTree(stack.resolve("grafana/meters.json").toFile())
			.path("meters");
		Set<String> business = new TreeSet<>(meters.valueStream()
			.filter((meter) -> meter.path("business").asBoolean(false))
			.map((meter) -> meter.path("name").asString())
			.toList());
		MetricReaders readers = new MetricReaders(() -> rules, business::contains, PrometheusNames::byDefault,
				new UsedMetricsFile(null, null));
		Map<String, Set<String>> unread = new HashMap<>();
		meters.forEach((meter) -> {
			Meter.Id id = id(meter.path("name").asString(), meter);
			String metric = meter.path("metric").asString();
			if (readers.reader(id, true) == null) {
				unread.put(id.getName(), (id.getType() == Meter.Type.TIMER)
						? Set.of(metric, metric + "_count", metric + "_sum", metric + "_max", metric + "_bucket")
						: Set.of(metric));
			}
		});
		assertThat(unread).hasSizeGreaterThan(30)
			.allSatisfy((name, metrics) -> assertThat(metrics).as(name).doesNotContainAnyElementsOf(read));
	}

	private static Meter.Id id(String name, JsonNode meter) {
		Meter.Type type = switch (meter.path("kind").asString()) {
			case "counter" -> Meter.Type.COUNTER;
			case "gauge" -> Meter.Type.GAUGE;
			case "timer" -> Meter.Type.TIMER;
			case "summary" -> Meter.Type.DISTRIBUTION_SUMMARY;
			default -> Meter.Type.LONG_TASK_TIMER;
		};
		return new Meter.Id(name, Tags.empty(), meter.path("unit").asString(null), null, type);
	}

	private static Set<String> words(String text) {
		return new TreeSet<>(
				Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*").matcher(text).results().map(MatchResult::group).toList());
	}

	/** Who watches more must say so to those who cut. */
	@Test
	void knowsWhatIncidentsWatch() throws IOException {
		List<String> watched = new ArrayList<>();
		for (Map.Entry<String, String> source : Map
			.of("MeterRoles.java", "(?:dependency|work)\\(\"([^\"]+)\"", "PoolSizes.java",
					"[(\\s]\"([a-z0-9]+\\.[a-z.]+)\"", "MeterSignal.java", "case (\"[^\"]+\"(?:, \"[^\"]+\")*) ->")
			.entrySet()) {
			Pattern.compile(source.getValue())
				.matcher(Files.readString(INCIDENTS.resolve(source.getKey())))
				.results()
				.map((MatchResult match) -> match.group(1))
				.flatMap((names) -> Stream.of(names.replace("\"", "").split(", ")))
				.forEach(watched::add);
		}
		MetricReaders readers = readers(null);
		assertThat(watched).hasSizeGreaterThan(25)
			.filteredOn((name) -> !name.startsWith("observability."))
			.allSatisfy((name) -> assertThat(
					readers.reader(new Meter.Id(name, Tags.empty(), null, null, Meter.Type.TIMER), true))
				.as(name)
				.isNotNull());
	}

	/** A resource without its meters has no saturation. */
	@Test
	void knowsWhatSaturationReads() throws IOException {
		Set<String> names = new TreeSet<>();
		try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/github/observability/saturation/pool"))) {
			for (Path source : sources.toList()) {
				String text = Files.readString(source);
				if (text.contains("new WatchedMeters(")) {
					names.addAll(namesOfMeters(text));
				}
			}
		}
		MetricReaders readers = readers(null);
		assertThat(names).hasSizeGreaterThan(9)
			.contains("hikaricp.connections.timeout", "r2dbc.pool.pending",
					"reactor.netty.connection.provider.active.connections")
			.allSatisfy((name) -> assertThat(
					readers.reader(new Meter.Id(name, Tags.empty(), null, null, Meter.Type.GAUGE), true))
				.as(name)
				.isNotNull());
	}

	/** Literals with a dot, and those that follow the constant of such a prefix. */
	private static Set<String> namesOfMeters(String source) {
		Map<String, String> prefixes = new HashMap<>();
		Set<String> names = new TreeSet<>();
		Pattern.compile("String ([A-Z]+) = \"([a-z0-9.]+)\";").matcher(source).results().forEach((match) -> {
			if (match.group(2).endsWith(".")) {
				prefixes.put(match.group(1), match.group(2));
			}
			else {
				names.add(match.group(2));
			}
		});
		prefixes.forEach((constant, prefix) -> Pattern.compile("\\b" + constant + " \\+ \"([a-z.]+)\"")
			.matcher(source)
			.results()
			.forEach((match) -> names.add(prefix + match.group(1))));
		return names;
	}

	private void step() {
		this.nanos.addAndGet(Duration.ofSeconds(10).toNanos());
		this.signals.step();
	}

	private MeterAdvisor advisor(UsedMetrics metrics) {
		return new MeterAdvisor(this.registry, this.signals, readers(metrics));
	}

	private static MetricReaders readers(UsedMetrics metrics) {
		return new MetricReaders(Set::of, (name) -> false, PrometheusNames::byDefault,
				new UsedMetricsFile(metrics, null));
	}

}
