package io.github.observability.dashboards;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.observability.RecordedNames;
import io.github.observability.dashboards.grafana.Annotation;
import io.github.observability.dashboards.grafana.ClassicDashboard;
import io.github.observability.dashboards.grafana.Dashboard;
import io.github.observability.dashboards.grafana.Link;
import io.github.observability.dashboards.grafana.Panel;
import io.github.observability.testing.InstalledTool;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dashboards of applications of any kind: valid, bounded, and about nothing that the
 * application does not have.
 */
class MeterDashboardsTests {

	private static final Pattern SELECTED = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{");

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final MockEnvironment environment = new MockEnvironment().withProperty("spring.application.name", "rides");

	@Test
	void anEmptyRegistryHasAFleetOnly() {
		List<Dashboard> dashboards = dashboards(Set.of());
		assertThat(dashboards).extracting(Dashboard::id).containsExactly("service", "fleet");
		assertThat(dashboards.get(0).sections()).isEmpty();
		assertThat(expressions(dashboards.get(1))).allMatch((expression) -> expression.matches("(?s).*(up|scrape_).*"));
	}

	@Test
	void aWorkerHasItsTasksAndItsMemory() {
		new JvmMemoryMetrics().bindTo(this.registry);
		new UptimeMetrics().bindTo(this.registry);
		Timer.builder("tasks.scheduled.execution")
			.tag("code.function", "settle")
			.tag("outcome", "SUCCESS")
			.register(this.registry);
		Dashboard service = dashboards(Set.of()).get(0);
		assertThat(titles(service)).contains("Scheduled tasks", "Heap", "Uptime by instance").doesNotContain("Rate");
		assertNothingIsMissing(service);
	}

	@Test
	void twoThousandMetersMakeNoMoreThanThirtyPanels() throws Exception {
		Set<String> business = new TreeSet<>();
		for (int i = 0; i < 2_000; i++) {
			String name = "shop.sold." + i;
			business.add(name);
			Counter.builder(name).tag("shelf", "books").register(this.registry);
		}
		List<Dashboard> dashboards = dashboards(business);
		assertThat(dashboards).extracting(Dashboard::id).containsExactly("service", "business", "fleet");
		Dashboard sold = dashboards.get(1);
		assertThat(sold.size()).isBetween(5, 30);
		assertThat(sold.description()).contains("Not shown", "1994 further meters");
		assertNothingIsMissing(sold);
		assertThat(MeterInventory.of(this.registry, business).meters()).hasSize(2_000);
		assertThat(ClassicDashboard.render(sold)).hasSizeLessThan(100_000);
	}

	@Test
	void eachKindOfMeterAtOnceStaysWithinThirtyPanels() {
		Set<String> business = new TreeSet<>();
		for (int i = 10; i < 30; i++) {
			Counter.builder("money." + i).baseUnit("minor_units").tag("currency", "EUR").register(this.registry);
			Counter.builder("events." + i).register(this.registry);
			Timer.builder("timer." + i).register(this.registry);
			this.registry.gauge("gauge." + i, 1);
			business.addAll(List.of("money." + i, "events." + i, "timer." + i, "gauge." + i));
		}
		Dashboard dashboard = dashboards(business).get(1);
		assertThat(dashboard.size()).isEqualTo(Dashboard.MOST_PANELS);
		assertNothingIsMissing(dashboard);
	}

	@Test
	void namesOutsideAsciiAreThoseOfTheScrape(@TempDir Path directory) throws Exception {
		Counter.builder("größe.der.körbe").tag("straße", "süd").register(this.registry);
		Dashboard dashboard = dashboards(Set.of("größe.der.körbe")).get(1);
		assertNothingIsMissing(dashboard);
		assertThat(parsed(directory, dashboard)).endsWith("exit code 0");
	}

	@Test
	void namesThatPrometheusHasToQuoteAreQuoted() {
		this.registry.config().namingConvention(new NamingConvention() {

			@Override
			public String name(String name, Meter.Type type, @Nullable String baseUnit) {
				return name;
			}

		});
		assertThat(new PromQl("job", "instance").select("größe.der.körbe"))
			.isEqualTo("{\"größe.der.körbe\",job=~\"$application\",instance=~\"$instance\"}");
		assertThat(PromQl.sum("x", "straße", "city")).isEqualTo("sum by (\"straße\", city) (x)");
	}

	@Test
	void whatPrometheusDoesNotScrapeHasNoPanel() {
		this.registry.config().meterFilter(MeterFilter.denyNameStartsWith("jvm"));
		CompositeMeterRegistry composite = new CompositeMeterRegistry();
		composite.add(new SimpleMeterRegistry()).add(this.registry);
		new JvmMemoryMetrics().bindTo(composite);
		assertThat(MeterInventory.of(composite, Set.of()).meters()).isEmpty();
	}

	@Test
	void moneyIsInMajorUnitsOfEachCurrency() {
		for (String currency : List.of("EUR", "JPY", "KWD", "other")) {
			Counter.builder("sales").baseUnit("minor_units").tag("currency", currency).register(this.registry);
		}
		assertThat(expressions(dashboards(Set.of("sales")).get(1))).anySatisfy((expression) -> assertThat(expression)
			.contains("currency!~\"JPY|KWD\"", "/ 100", "currency=~\"JPY\"", "/ 1\n", "currency=~\"KWD\"", "/ 1000"));
	}

	@Test
	void latencyWithoutBucketsIsAMean() {
		Timer.builder("http.server.requests").tag("uri", "/").tag("outcome", "SUCCESS").register(this.registry);
		Dashboard service = dashboards(Set.of()).get(0);
		assertThat(titles(service)).contains("Latency, mean").doesNotContain("Latency distribution");
		assertNothingIsMissing(service);
	}

	@Test
	void objectivesGiveThresholds() {
		Timer.builder("http.server.requests")
			.tag("uri", "/")
			.tag("outcome", "SUCCESS")
			.publishPercentileHistogram()
			.register(this.registry);
		Counter.builder("observability.slo.events").tag("slo", "fast").tag("result", "bad").register(this.registry);
		String prefix = "observability.slo.objectives.fast.";
		this.environment.withProperty(prefix + "target", "99")
			.withProperty(prefix + "http.route", "/**")
			.withProperty(prefix + "slower-than", "300ms")
			.withProperty(prefix + "runbook", "https://runbooks/fast");
		Dashboard service = dashboards(Set.of()).get(0);
		assertThat(service.links()).extracting(Link::title).contains("Runbook: fast");
		assertThat(service.panels()).filteredOn((panel) -> panel.title().equals("Latency"))
			.singleElement()
			.satisfies((panel) -> assertThat(panel.thresholds()).last()
				.satisfies((threshold) -> assertThat(threshold.from()).isEqualByComparingTo("0.3")));
		assertThat(titles(service)).contains("Error budget left", "Burn rate by objective, 1 h");
	}

	@Test
	void bearsTheCausesOfBadEventsAndMarksIncidentsAndChanges(@TempDir Path directory) throws Exception {
		Counter.builder("observability.slo.events").tag("slo", "fast").tag("result", "bad").register(this.registry);
		Counter.builder("observability.slo.bad").tag("slo", "fast").tag("cause", "self").register(this.registry);
		Gauge.builder("observability.incidents.begin.time", () -> 0).baseUnit("seconds").register(this.registry);
		Gauge.builder("observability.incidents.change.time", () -> 0)
			.baseUnit("seconds")
			.tag("type", "feature_flag")
			.register(this.registry);
		this.environment.withProperty("observability.slo.objectives.fast.target", "99")
			.withProperty("observability.slo.objectives.fast.http.route", "/**");
		Dashboard service = dashboards(Set.of()).get(0);
		assertThat(titles(service)).contains("Causes of bad events");
		assertThat(service.annotations()).extracting(Annotation::name).containsExactly("Incidents", "Changes");
		assertThat(service.annotations()).extracting(Annotation::expression)
			.anyMatch((expression) -> expression.contains("observability_incidents_begin_time_seconds{"))
			.anyMatch((expression) -> expression.contains("observability_incidents_change_time_seconds{"));
		assertThat(service.annotations()).extracting(Annotation::expression)
			.allMatch((expression) -> SELECTED.matcher(expression)
				.results()
				.allMatch((match) -> this.registry.scrape().contains(match.group(1) + "{")
						|| this.registry.scrape().contains(match.group(1) + " ")));
		assertThat(parsed(directory, service)).endsWith("exit code 0");
	}

	@Test
	void linksWithoutADataSourceAreLeftOut() {
		assertThat(Application
			.of(MeterInventory.of(this.registry, Set.of()),
					properties("data-sources.traces", "", "links.Console", "/c"), this.environment,
					RecordedNames.of(this.environment))
			.links()).extracting(Link::title).containsExactly("Log lines", "Console");
	}

	@Test
	void linksOpenAQueryOfTheChosenApplication() {
		for (Link link : List.of(Link.traces(), Link.failedTraces(), Link.logs(), Link.profiles())) {
			assertThat(link.url()).startsWith("/explore?schemaVersion=1&panes=")
				.contains("${application:percentencode}");
			// Grafana replaces variables first, then the browser decodes.
			String opened = link.url().replace("${application:percentencode}", "rides").replaceAll("\\$\\{[^}]+}", "x");
			JsonNode query = new JsonMapper()
				.readTree(URLDecoder.decode(opened.substring(opened.indexOf("panes=") + 6), StandardCharsets.UTF_8))
				.at("/a/queries/0");
			assertThat(query.at("/datasource/uid").asString()).isEqualTo("x");
			assertThat(query.toString()).as(link.title()).contains("=\\\"rides\\\"");
		}
	}

	@Test
	void identitiesSuitGrafana() {
		assertThat(Dashboard.uid("Rides \"West\"", "service")).isEqualTo("rides-west-service");
		assertThat(Dashboard.uid("x".repeat(100), "business")).hasSize(40)
			.isNotEqualTo(Dashboard.uid("x".repeat(99), "business"));
		assertThat(Dashboard.uid("乗車", "service")).isEqualTo("service-service");
	}

	@Test
	void aRecordedInventoryRendersTheSameBytes(@TempDir Path directory) throws IOException {
		new JvmMemoryMetrics().bindTo(this.registry);
		Counter.builder("sales")
			.baseUnit("minor_units")
			.description("Sales")
			.tag("currency", "EUR")
			.register(this.registry);
		MeterInventory inventory = MeterInventory.of(this.registry, Set.of("sales"));
		Path file = Files.writeString(directory.resolve("meters.json"), InventoryFile.write(inventory));
		assertThat(InventoryFile.read(file)).isEqualTo(inventory);
		assertThat(MeterDashboards.render(application(InventoryFile.read(file))))
			.isEqualTo(MeterDashboards.render(application(inventory)));
	}

	private static String parsed(Path directory, Dashboard dashboard) throws IOException, InterruptedException {
		List<String> expressions = expressions(dashboard);
		String rules = IntStream.range(0, expressions.size())
			.mapToObj((index) -> "      - record: panel:query:" + index + "\n        expr: |-\n          "
					+ expressions.get(index)
						.replace(PromQl.RECENT, "1m")
						.replace(PromQl.SHOWN, "1h")
						.replace("\n", "\n          "))
			.collect(Collectors.joining("\n", "groups:\n  - name: panels\n    rules:\n", "\n"));
		Files.writeString(directory.resolve("rules.yml"), rules);
		return new InstalledTool("promtool").run(directory, "check", "rules", "rules.yml");
	}

	private void assertNothingIsMissing(Dashboard dashboard) {
		Set<String> scraped = this.registry.scrape()
			.lines()
			.filter((line) -> !line.startsWith("#"))
			.map((line) -> line.split("[{ ]", 2)[0])
			.collect(Collectors.toSet());
		assertThat(expressions(dashboard)).isNotEmpty()
			.allSatisfy((expression) -> assertThat(SELECTED.matcher(expression).results())
				.allMatch((match) -> scraped.contains(match.group(1)), expression));
	}

	private static List<String> expressions(Dashboard dashboard) {
		List<String> expressions = new ArrayList<>();
		dashboard.panels()
			.forEach((panel) -> panel.targets().forEach((target) -> expressions.add(target.expression())));
		return expressions;
	}

	private static List<String> titles(Dashboard dashboard) {
		return dashboard.panels().stream().map(Panel::title).toList();
	}

	private List<Dashboard> dashboards(Set<String> business) {
		return MeterDashboards.dashboards(application(MeterInventory.of((MeterRegistry) this.registry, business)));
	}

	private Application application(MeterInventory inventory) {
		return Application.of(inventory, properties(), this.environment, RecordedNames.of(this.environment));
	}

	private static DashboardsProperties properties(String... keysAndValues) {
		Map<String, String> map = new HashMap<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			map.put(DashboardsProperties.PREFIX + "." + keysAndValues[i], keysAndValues[i + 1]);
		}
		return new Binder(new MapConfigurationPropertySource(map)).bindOrCreate(DashboardsProperties.PREFIX,
				DashboardsProperties.class);
	}

}
