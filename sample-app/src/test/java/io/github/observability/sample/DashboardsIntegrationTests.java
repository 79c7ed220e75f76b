package io.github.observability.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.observability.incidents.ChangeReporter;
import io.github.observability.sample.support.DashboardPicture;
import io.github.observability.sample.support.GrafanaDashboard;
import io.github.observability.sample.support.Prometheus;
import io.github.observability.sample.support.Promtool;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A real Prometheus scrapes two instances of the sample and one that records by
 * OpenTelemetry's names, and answers each query of each dashboard.
 */
@EnabledIfSystemProperty(named = "tests.full", matches = "true")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardsIntegrationTests {

	private static final Duration DEADLINE = Duration.ofSeconds(120);

	private static final List<String> DASHBOARDS = List.of("service", "business", "fleet");

	/** Prometheus adds these to whatever it scrapes. */
	private static final Set<String> OF_PROMETHEUS = Set.of("up", "scrape_duration_seconds",
			"scrape_samples_post_metric_relabeling");

	private static final String RIDES = "rides";

	private static final String OTEL = "rides-otel";

	private static final int SCRAPES = 60;

	private static final Path PICTURES = Path.of("..", "docs", "images");

	@TempDir
	private static Path directory;

	private final List<ConfigurableApplicationContext> instances = new ArrayList<>();

	private final List<RidesClient> clients = new ArrayList<>();

	private Prometheus prometheus;

	@BeforeAll
	void start() throws IOException {
		assumeTrue(Prometheus.isInstalled(), "prometheus is not installed, the queries of dashboards are skipped");
		List<Integer> ports = List.of(instance(), instance(),
				instance("management.observations.conventions=opentelemetry"));
		String rules = this.clients.get(0).get("/actuator/slo/rules").body();
		this.prometheus = Prometheus.start(directory,
				new TreeMap<>(Map.of(RIDES, ports.subList(0, 2), OTEL, ports.subList(2, 3))), rules);
		Awaitility.await()
			.atMost(DEADLINE)
			.until(() -> this.prometheus.value("min(count_over_time(up[5m]))") >= SCRAPES);
	}

	private int instance(String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--rides.traffic.enabled=true",
				"--rides.traffic.rate=10", "--rides.traffic.warm-up=0s", "--rides.settlement.after=1s",
				"--rides.settlement.interval=200ms",
				"--management.endpoints.web.exposure.include=prometheus,slo,dashboards",
				"--observability.business.outlier-interval=200ms", "--observability.saturation.interval=500ms"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		ConfigurableApplicationContext context = SpringApplication.run(RidesApplication.class,
				arguments.toArray(String[]::new));
		this.instances.add(context);
		int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		this.clients.add(new RidesClient("http://localhost:" + port));
		return port;
	}

	@AfterAll
	void stop() {
		if (this.prometheus != null) {
			this.prometheus.close();
		}
		this.instances.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	@Order(1)
	void eachQueryHasDataUnlessItNeedsAFault() {
		for (int instance : List.of(0, 2)) {
			assertThat(empty(instance, (query) -> !query.needsFault())).as("empty queries").isEmpty();
		}
	}

	@Test
	@Order(2)
	void theFleetShowsBothInstancesAndAddsUp() {
		GrafanaDashboard fleet = dashboard(0, "fleet");
		assertThat(this.prometheus.value(query(fleet, "Instances up A", ".*"))).isEqualTo(3);
		assertThat(this.prometheus.value(query(fleet, "Instances down A", ".*"))).isZero();
		assertThat(this.prometheus.value(query(fleet, "Instances up A", RIDES))).isEqualTo(2);
		assertThat(instances(query(fleet, "Instances A", RIDES))).hasSize(2);
		// Per instance and in sum: the same evaluation, so that both see the same
		// scrapes.
		String perInstance = query(fleet, "Instances B", RIDES);
		String whole = query(fleet, "Requests A", RIDES);
		assertThat(this.prometheus.value("abs(sum(" + perInstance + ") - " + whole + ") < bool 1e-9")).isEqualTo(1);
		assertThat(this.prometheus.query(perInstance)).hasSize(2)
			.allSatisfy((each) -> assertThat(each.last()).isPositive());
	}

	@Test
	@Order(2)
	void eachInstanceIsReadByTheNamesThatItRecords() {
		assertThat(text(0, "service")).contains("http_server_requests_seconds_count", "uri")
			.doesNotContain("http_server_request_duration_seconds");
		assertThat(text(2, "service"))
			.contains("http_server_request_duration_seconds_count", "http_route", "jvm_memory_type")
			.doesNotContain("http_server_requests_seconds");
	}

	@Test
	@Order(3)
	void noQueryNamesASeriesThatIsNotThere() {
		for (int instance : List.of(0, 2)) {
			Set<String> scraped = scraped(instance);
			for (String name : DASHBOARDS) {
				for (GrafanaDashboard.Query query : dashboard(instance, name).queries(".*")) {
					assertThat(query.metrics()).as(name + ": " + query.name())
						.isNotEmpty()
						.allMatch((metric) -> scraped.contains(metric) || OF_PROMETHEUS.contains(metric)
								|| metric.startsWith("slo:"));
				}
			}
		}
	}

	@Test
	@Order(4)
	void eachQueryParsesAsARecordingRule() throws IOException {
		assumeTrue(Promtool.isInstalled(), "promtool is not installed, the grammar of queries is not checked");
		StringBuilder rules = new StringBuilder("groups:\n");
		for (int instance : List.of(0, 2)) {
			for (String name : DASHBOARDS) {
				rules.append("  - name: ").append(name).append(instance).append("\n    rules:\n");
				int number = 0;
				for (GrafanaDashboard.Query query : dashboard(instance, name).queries("rides|rides-otel")) {
					rules.append("      - record: panel:query:%d\n        labels: { query: \"%d\" }\n        expr: |-\n"
						.formatted(number, number++));
					query.expression().lines().forEach((line) -> rules.append("          ").append(line).append('\n'));
				}
			}
		}
		assertThat(Promtool.checkRules(Files.writeString(directory.resolve("panels.yml"), rules))).isEmpty();
	}

	@Test
	@Order(5)
	void hasAtMostThirtyPanelsThatTellWhatToDo() {
		for (int instance : List.of(0, 2)) {
			for (String name : DASHBOARDS) {
				GrafanaDashboard dashboard = dashboard(instance, name);
				assertThat(dashboard.size()).as(name).isBetween(10, 30);
				assertThat(dashboard.panels()).allSatisfy((panel) -> {
					assertThat(panel.path("description").asString()).as(panel.path("title").asString()).endsWith(".");
					assertThat(panel.at("/fieldConfig/defaults/unit").asString()).isNotEmpty();
				});
				assertThat(dashboard.panels().stream().map((panel) -> panel.path("title").asString()))
					.doesNotHaveDuplicates();
			}
		}
	}

	@Test
	@Order(6)
	void rendersTheSameBytesAgain() {
		for (String name : DASHBOARDS) {
			assertThat(text(0, name)).isEqualTo(text(0, name)).isEqualTo(text(1, name));
			assertThat(text(0, name + "-v2")).isEqualTo(text(0, name + "-v2")).isEqualTo(text(1, name + "-v2"));
		}
	}

	@Test
	@Order(7)
	void marksTheStartOfEachInstanceAndVersion() {
		JsonNode annotations = dashboard(0, "service").json().at("/annotations/list");
		assertThat(annotations.valueStream().map((each) -> each.path("name").asString())).containsExactly("Restarts",
				"Deploys", "Incidents", "Changes");
		for (JsonNode annotation : annotations) {
			List<Prometheus.Series> marks = marks(annotation);
			// An incident needs a fault, and a change somebody who reports it.
			boolean always = Set.of("Restarts", "Deploys").contains(annotation.path("name").asString());
			assertThat(marks).hasSizeGreaterThanOrEqualTo(always ? 1 : 0)
				.allSatisfy((mark) -> assertThat(mark.last()).isBetween(System.currentTimeMillis() - 3_600_000.0,
						(double) System.currentTimeMillis()));
		}
	}

	@Test
	@Order(7)
	void marksAChangeThatTheApplicationReports() {
		long before = System.currentTimeMillis();
		this.instances.get(0).getBean(ChangeReporter.class).featureFlag("surge-pricing", false, true);
		JsonNode changes = dashboard(0, "service").json().at("/annotations/list/3");
		assertThat(changes.path("name").asString()).isEqualTo("Changes");
		Awaitility.await()
			.atMost(DEADLINE)
			.pollInterval(Duration.ofMillis(500))
			.untilAsserted(() -> assertThat(marks(changes))
				.anySatisfy((mark) -> assertThat(mark.labels()).containsEntry("type", "feature_flag")));
		assertThat(marks(changes)).filteredOn((mark) -> "feature_flag".equals(mark.labels().get("type")))
			.allSatisfy((mark) -> assertThat(mark.last()).isBetween(before - 1.0, (double) System.currentTimeMillis()));
	}

	private List<Prometheus.Series> marks(JsonNode annotation) {
		return this.prometheus.query(GrafanaDashboard.substituted(annotation.at("/target/expr").asString(), RIDES));
	}

	@Test
	@Order(7)
	void theCommittedDashboardsShowTheSame() throws IOException {
		if (Boolean.getBoolean("dashboards.write")) {
			Files.writeString(DashboardFilesTests.METERS, text(0, "meters"));
			return;
		}
		for (String name : DASHBOARDS) {
			GrafanaDashboard committed = GrafanaDashboard
				.of(Files.readString(Path.of("stack", "grafana", "dashboards", name + ".json")));
			assertThat(titles(committed)).containsExactlyElementsOf(titles(dashboard(0, name)));
		}
	}

	@Test
	@Order(8)
	void isDrawnForTheDocumentation() throws IOException {
		for (String name : DASHBOARDS) {
			GrafanaDashboard dashboard = dashboard(0, name);
			String picture = DashboardPicture.draw(dashboard,
					(expression) -> this.prometheus.query(GrafanaDashboard.substituted(expression, RIDES), SCRAPES));
			assertThat(picture.length()).isLessThan(60_000);
			assertThat(picture).startsWith("<svg").contains("<path", dashboard.title()).doesNotContain(">no data<");
			if (Boolean.getBoolean("docs.write")) {
				Files.createDirectories(PICTURES);
				Files.writeString(PICTURES.resolve("dashboard-" + name + ".svg"), picture);
			}
		}
	}

	/** The plan for many instances begins with what one of them exposes. */
	@Test
	@Order(8)
	void anInstanceExposesAsManySeriesAsThePlanForManySays() throws IOException {
		Matcher planned = Pattern.compile("\\| Series of one instance \\| ([0-9,]+) \\|")
			.matcher(Files.readString(Path.of("..", "docs", "scale.md")));
		assertThat(planned.find()).isTrue();
		double series = this.prometheus.value("max(scrape_samples_post_metric_relabeling{job=\"" + RIDES + "\"})");
		assertThat(series).as("rewrite docs/scale.md where this has changed")
			.isCloseTo(Double.parseDouble(planned.group(1).replace(",", "")), Percentage.withPercentage(25));
	}

	@Test
	@Order(9)
	void fillsTheOtherPanelsUnderAFault() {
		this.clients.forEach((client) -> {
			client.switchOn("failing-dispatch");
			client.switchOn("bad-region");
		});
		for (int instance : List.of(0, 2)) {
			Awaitility.await()
				.atMost(DEADLINE)
				.pollInterval(Duration.ofMillis(500))
				.untilAsserted(() -> assertThat(empty(instance, GrafanaDashboard.Query::needsFault)).isEmpty());
		}
		assertThat(this.prometheus.value(query(dashboard(0, "service"), "Error ratio A", RIDES))).isPositive();
	}

	private List<String> empty(int instance, Predicate<GrafanaDashboard.Query> wanted) {
		List<String> empty = new ArrayList<>();
		for (String name : DASHBOARDS) {
			for (GrafanaDashboard.Query query : dashboard(instance, name).queries((instance == 2) ? OTEL : RIDES)) {
				if (wanted.test(query) && this.prometheus.query(query.expression())
					.stream()
					.noneMatch((series) -> Double.isFinite(series.last()))) {
					empty.add(name + ": " + query.name() + ": " + query.expression());
				}
			}
		}
		return empty;
	}

	private Set<String> instances(String expression) {
		return this.prometheus.query(expression)
			.stream()
			.map((series) -> series.labels().get("instance"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String query(GrafanaDashboard dashboard, String name, String application) {
		return dashboard.queries(application)
			.stream()
			.filter((query) -> query.name().equals(name))
			.findFirst()
			.orElseThrow()
			.expression();
	}

	private static List<String> titles(GrafanaDashboard dashboard) {
		return dashboard.rowsAndPanels().stream().map((panel) -> panel.path("title").asString()).toList();
	}

	private Set<String> scraped(int instance) {
		Set<String> names = new TreeSet<>();
		this.clients.get(instance)
			.scrape(RidesClient.PROMETHEUS_TEXT)
			.lines()
			.filter((line) -> !line.startsWith("#"))
			.forEach((line) -> names.add(line.split("[{ ]", 2)[0]));
		return names;
	}

	private GrafanaDashboard dashboard(int instance, String name) {
		return GrafanaDashboard.of(text(instance, name));
	}

	private String text(int instance, String name) {
		return this.clients.get(instance).get("/actuator/dashboards/" + name).body();
	}

}
