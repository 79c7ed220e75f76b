package io.github.observability.incidents;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.observability.FailureTable;
import io.github.observability.RecordedNames;
import io.github.observability.SemanticConvention;
import io.github.observability.incidents.signal.SignalReader;
import io.github.observability.saturation.ResourceUse;
import io.github.observability.saturation.forecast.ExhaustionForecast;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A ride-hailing service under a virtual clock. Simulated are the arrivals, the durations
 * of the dependencies and the state of pools, heap and CPU; they go through the meters
 * that a real service has, and the monitor reads these as it does in production.
 */
final class SimulatedService {

	static final int STEP = 10;

	private static final Duration[] BUCKETS = { Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(10),
			Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(1),
			Duration.ofSeconds(5) };

	private final MockClock clock = new MockClock();

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
			new PrometheusRegistry(), this.clock);

	private final Random random;

	private final Changes changes;

	private final IncidentMonitor monitor;

	private final Map<String, Timer> timers = new HashMap<>();

	private final Map<String, Counter> counters = new HashMap<>();

	private final Map<String, Dependency> dependencies = new LinkedHashMap<>();

	private final List<Route> routes = new ArrayList<>();

	private final Map<Fault, Integer> active = new EnumMap<>(Fault.class);

	private final Set<String> missing;

	private List<ResourceUse> resources = List.of();

	private int resourcesRead;

	private @Nullable SimulatedTraces traces;

	final List<Incident> opened = new ArrayList<>();

	final List<Incident> closed = new ArrayList<>();

	private final double day;

	private double poolSize = 10;

	/** A pool of one connection makes each transaction hold it longer. */
	private double queryFactor = 1;

	private double poolUse;

	private double poolWaiting;

	private double threads;

	private double heap = 0.4;

	private final ExhaustionForecast heapForecast = new ExhaustionForecast(Duration.ofSeconds(STEP));

	private ResourceUse heapUse = new ResourceUse("heap", 0.4, null, null);

	private double cpu = 0.3;

	private double blocked;

	private double slowdown = 1;

	private int steps;

	/**
	 * Create a service.
	 * @param seed determines everything
	 * @param amplitude how much the load follows the time of day, 0 for a steady load
	 */
	SimulatedService(long seed, double amplitude) {
		this(seed, amplitude, Set.of());
	}

	/**
	 * Create a service that lacks some of what can be measured.
	 * @param seed determines everything
	 * @param amplitude how much the load follows the time of day, 0 for a steady load
	 * @param missing names of meters that are not recorded, and of resources that are not
	 * read
	 */
	SimulatedService(long seed, double amplitude, Set<String> missing) {
		this.missing = missing;
		this.registry.config().meterFilter(MeterFilter.deny((id) -> missing.contains(id.getName())));
		this.random = new Random(seed);
		this.day = amplitude;
		this.clock.add(Duration.ofDays(20_000).plusHours(8).plusMinutes(this.random.nextInt(240)));
		this.changes = new Changes(this.clock::wallTime);
		depend("database orders", "jdbc.query", "jdbc.datasource.name", "orders", 0.02);
		depend("payments", "http.client.requests", "client.name", "payments", 0.06);
		depend("pricing", "http.client.requests", "client.name", "pricing", 0.02);
		depend("geo-eu", "http.client.requests", "client.name", "geo-eu", 0.025);
		depend("geo-us", "http.client.requests", "client.name", "geo-us", 0.025);
		depend("redis cache", "lettuce.command.completion", "remote", "cache", 0.001);
		depend("kafka rides", "spring.kafka.template", "spring.kafka.template.name", "rides", 0.003);
		route("GET /rides/{id}", 10, 0.004, "database orders");
		route("POST /rides", 5, 0.01, "database orders", "pricing", "kafka rides");
		route("POST /payments", 3, 0.006, "database orders", "payments");
		route("GET /prices", 8, 0.003, "pricing", "redis cache");
		route("GET /drivers", 7, 0.004, "geo-eu", "redis cache");
		route("GET /zones", 4, 0.004, "geo-us", "redis cache");
		this.routes.add(new Route("rides.requested", 4, 0.005, true, List.of("database orders")));
		gauges();
		SignalReader.Sources sources = new SignalReader.Sources(this.registry,
				RecordedNames.of(SemanticConvention.MICROMETER), FailureTable.defaults(), this::resources,
				() -> Map.of("rides-available", 0.01, "prices-fast", 0.05), (name) -> name.startsWith("rides."));
		SignalReader reader = new SignalReader(sources, null, this.changes, 200);
		IncidentListener listener = new IncidentListener() {

			@Override
			public void opened(Incident incident) {
				SimulatedService.this.opened.add(incident);
			}

			@Override
			public void closed(Incident incident) {
				SimulatedService.this.closed.add(incident);
			}

		};
		this.monitor = new IncidentMonitor(
				new IncidentMonitor.Parts(reader, this.changes, new HealthStates(this.changes),
						new Grouping("lab-", (one, other) -> false),
						new SuspectRanking(LocalCauses.NONE, ProfiledTraces.NONE, null), List.of(listener), null, "1"),
				this.registry, this.clock::wallTime, this.clock::monotonicTime, 50,
				IncidentsProperties.SignalMeters.ALL);
		this.reader = reader;
		this.monitor.restore();
	}

	final SignalReader reader;

	private void depend(String name, String meter, String tag, String value, double mean) {
		this.dependencies.put(name, new Dependency(meter, tag, value, mean));
	}

	private void route(String name, double rate, double self, String... calls) {
		this.routes.add(new Route(name, rate, self, false, List.of(calls)));
	}

	private void gauges() {
		Gauge.builder("process.cpu.usage", () -> this.cpu).register(this.registry);
		Gauge.builder("jvm.threads.states", () -> this.blocked).tag("state", "blocked").register(this.registry);
		Gauge.builder("hikaricp.connections.max", () -> this.poolSize).tag("pool", "orders").register(this.registry);
	}

	/** Read once per step, as in production. */
	List<ResourceUse> resources() {
		if (this.resourcesRead != this.steps) {
			this.resourcesRead = this.steps;
			this.resources = read();
		}
		return this.resources;
	}

	private List<ResourceUse> read() {
		return Stream
			.of(new ResourceUse("jdbc.orders", this.poolUse, this.poolWaiting, null),
					new ResourceUse("server.threads", this.threads, Math.max(0, this.threads - 1) * 200, null),
					this.heapUse, new ResourceUse("disk", 0.4 + 0.001 * this.random.nextDouble(), null, null))
			.filter((use) -> !this.missing.contains(use.resource()))
			.toList();
	}

	/**
	 * Record traces of the requests, too.
	 */
	void traced(SimulatedTraces traces) {
		this.traces = traces;
	}

	void begin(Fault fault) {
		this.active.put(fault, this.steps);
		if (fault == Fault.BAD_FLAG) {
			this.changes.featureFlag("new-pricing", false, true);
		}
		if (fault == Fault.POOL_SHRUNK) {
			this.poolSize = 1;
			this.queryFactor = 2.5;
		}
	}

	void end(Fault fault) {
		this.active.remove(fault);
		if (fault == Fault.POOL_SHRUNK) {
			this.poolSize = 10;
			this.queryFactor = 1;
		}
	}

	private boolean has(Fault fault) {
		return this.active.containsKey(fault);
	}

	void run(int minutes) {
		for (int i = 0; i < minutes * 60 / STEP; i++) {
			step();
		}
	}

	private void step() {
		state();
		double load = 1 + this.day * Math.sin(2 * Math.PI * (this.clock.wallTime() / 86_400_000.0 - 0.3));
		double busy = 0;
		double queries = 0;
		for (Route route : this.routes) {
			double rate = route.rate * load;
			if (has(Fault.TRAFFIC_SURGE) && route.name.equals("GET /drivers")) {
				rate *= 7;
			}
			int count = poisson(rate * STEP * (1 + 0.05 * this.random.nextGaussian()));
			for (int i = 0; i < count; i++) {
				busy += request(route);
			}
			queries += route.calls.contains("database orders") ? count : 0;
		}
		resourcesAfter(queries, busy, load);
		background();
		this.clock.add(STEP, TimeUnit.SECONDS);
		this.steps++;
		this.monitor.step();
	}

	/**
	 * What the faults do to the process.
	 */
	private void state() {
		double noise = Math.abs(this.random.nextGaussian());
		double pause = 0.02 + 0.01 * noise;
		double throttled = (this.random.nextInt(20) == 0) ? 0.05 * noise : 0;
		this.slowdown = 1 + 0.02 * noise;
		this.blocked = (this.random.nextInt(4) == 0) ? 1 : 0;
		double goal = 0.4 + 0.03 * this.random.nextGaussian();
		if (has(Fault.LEAK)) {
			goal = Math.min(0.97, 0.4 + 0.65 * (this.steps - this.active.get(Fault.LEAK)) / 150.0);
			if (goal > 0.85) {
				pause += 2 * (goal - 0.83) * STEP;
				this.slowdown += 14 * (goal - 0.83);
			}
		}
		if (has(Fault.GC_PRESSURE)) {
			pause += 3.5;
			goal = 0.85 + 0.05 * this.random.nextDouble();
			this.slowdown += 1.6;
		}
		this.heap = goal;
		if (has(Fault.CPU_QUOTA)) {
			throttled += 5;
			this.slowdown += 2.5;
		}
		if (has(Fault.TRAFFIC_SURGE)) {
			this.slowdown += 1.5;
		}
		if (has(Fault.LOCK)) {
			this.blocked += 15 + this.random.nextInt(10);
		}
		timer("jvm.gc.pause", "cause", "any").record((long) (pause * 1e9), TimeUnit.NANOSECONDS);
		counter("observability.saturation.cpu.throttled", "none", "").increment(throttled);
		counter("observability.saturation.run.queue.wait", "none", "")
			.increment(0.05 + 0.02 * noise + throttled * 1.5 + (has(Fault.TRAFFIC_SURGE) ? 1.5 : 0));
	}

	private void resourcesAfter(double queries, double busy, double load) {
		double capacity = has(Fault.EXHAUSTED_POOL) ? 0.45 : this.poolSize;
		double demand = queries / STEP * this.dependencies.get("database orders").current(this) * 2 * this.queryFactor;
		double rho = demand / capacity;
		this.poolUse = has(Fault.EXHAUSTED_POOL) ? 1 : Math.min(1, rho + 0.02 * this.random.nextDouble());
		this.poolWaiting = (rho > 0.9) ? Math.min(60, 20 * (rho - 0.9)) + this.random.nextInt(3) : 0;
		this.threads = Math.min(1, busy / STEP / 50);
		this.heapUse = new ResourceUse("heap", this.heap, null, null,
				this.heapForecast.read(this.clock.monotonicTime(), this.heap));
		this.cpu = Math.min(1, 0.25 * load + 0.03 * this.random.nextDouble() + 0.25 * (this.slowdown - 1));
	}

	private void background() {
		counter("logback.events", "level", "warn").increment(poisson(2));
		counter("logback.events", "level", "error").increment(poisson(0.3));
		// Changes that do no harm happen, too.
		if (this.random.nextInt(360) == 0) {
			this.changes.featureFlag("color-" + this.random.nextInt(5), false, true);
		}
	}

	private double request(Route route) {
		double duration = route.self * Math.exp(0.3 * this.random.nextGaussian()) * this.slowdown;
		double self = duration;
		List<SimulatedTraces.Call> calls = new ArrayList<>();
		String error = (this.random.nextInt(2000) == 0) ? "TimeoutException" : null;
		for (String call : route.calls) {
			Dependency dependency = this.dependencies.get(call);
			double wait = call.startsWith("database") ? poolWait() : 0;
			double took = dependency.current(this) * Math.exp(0.35 * this.random.nextGaussian());
			boolean fails = this.random.nextDouble() < failureShare(call);
			took = (fails && call.equals("geo-eu")) ? 1 : took;
			boolean timedOut = wait > 0.9 && this.random.nextInt(3) == 0;
			duration += took + wait;
			calls.add(new SimulatedTraces.Call(dependency.value, call.startsWith("database"), wait, timedOut ? 0 : took,
					fails || timedOut));
			if (!timedOut) {
				dependency.record(this, took, fails);
			}
			if (fails || timedOut) {
				error = timedOut ? "SQLTransientConnectionException" : "HttpServerErrorException";
				break;
			}
		}
		if (has(Fault.LOCK) && route.name.contains("/rides")) {
			duration += 0.25 + 0.2 * this.random.nextDouble();
		}
		if (has(Fault.BAD_FLAG) && route.name.equals("GET /prices") && this.random.nextInt(3) == 0) {
			error = "PriceFormulaException";
		}
		if (has(Fault.POISONED_MESSAGE) && route.work && this.random.nextInt(2) == 0) {
			error = "DeserializationException";
		}
		finish(route, duration, error);
		if (this.traces != null && !route.work) {
			this.traces.request(route.name, this.clock.wallTime(), self, duration, error != null, calls);
		}
		return duration;
	}

	private double poolWait() {
		double wait = (this.poolWaiting > 0) ? 0.02 * this.poolWaiting * this.random.nextDouble() * 2 : 0;
		return Math.min(1, wait);
	}

	private double failureShare(String call) {
		if (has(Fault.FAILING_DEPENDENCY) && call.equals("payments")) {
			return 0.4;
		}
		return (has(Fault.BROKEN_REGION) && call.equals("geo-eu")) ? 0.8 : 0.0005;
	}

	private void finish(Route route, double duration, String error) {
		String thrown = (error != null) ? error : "none";
		if (route.work) {
			timer("spring.kafka.listener", "spring.kafka.listener.id", route.name, "error", thrown)
				.record((long) (duration * 1e9), TimeUnit.NANOSECONDS);
		}
		else {
			String[] parts = route.name.split(" ");
			timer("http.server.requests", "method", parts[0], "uri", parts[1], "outcome",
					(error != null) ? "SERVER_ERROR" : "SUCCESS", "status", (error != null) ? "500" : "200",
					"exception", thrown)
				.record((long) (duration * 1e9), TimeUnit.NANOSECONDS);
			if (route.name.equals("POST /rides")) {
				counter("observability.slo.events", "slo", "rides-available", "result",
						(error != null) ? "bad" : "good")
					.increment();
				if (error == null) {
					counter("rides.requested", "none", "").increment();
				}
			}
			if (route.name.equals("GET /prices")) {
				counter("observability.slo.events", "slo", "prices-fast", "result",
						(error != null || duration > 0.15) ? "bad" : "good")
					.increment();
			}
		}
		if (error != null) {
			counter("logback.events", "level", "error").increment();
		}
	}

	private Timer timer(String name, String... tags) {
		return this.timers.computeIfAbsent(name + String.join("|", tags),
				(key) -> Timer.builder(name).tags(tags).serviceLevelObjectives(BUCKETS).register(this.registry));
	}

	private Counter counter(String name, String... tags) {
		return this.counters.computeIfAbsent(name + String.join("|", tags),
				(key) -> Counter.builder(name).tags(tags).register(this.registry));
	}

	private int poisson(double mean) {
		if (mean > 30) {
			return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * this.random.nextGaussian()));
		}
		double limit = Math.exp(-Math.max(0, mean));
		double product = this.random.nextDouble();
		int count = 0;
		while (product > limit) {
			product *= this.random.nextDouble();
			count++;
		}
		return count;
	}

	IncidentMonitor monitor() {
		return this.monitor;
	}

	MeterRegistry registry() {
		return this.registry;
	}

	long step0() {
		return Math.floorDiv(this.clock.wallTime(), STEP * 1000L);
	}

	private record Route(String name, double rate, double self, boolean work, List<String> calls) {

	}

	private record Dependency(String meter, String tag, String value, double mean) {

		double current(SimulatedService service) {
			double factor = Math.pow(service.slowdown, 0.8);
			if (service.has(Fault.SLOW_DATABASE) && this.value.equals("orders")) {
				factor *= 10;
			}
			if (service.has(Fault.SLOW_DEPENDENCY) && this.value.equals("pricing")) {
				factor *= 12;
			}
			return this.mean * factor;
		}

		void record(SimulatedService service, double seconds, boolean failed) {
			service.timer(this.meter, this.tag, this.value, "error", failed ? "HttpServerErrorException" : "none")
				.record((long) (seconds * 1e9), TimeUnit.NANOSECONDS);
		}

	}

}
