package io.github.observability.context.matrix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.observability.shapes.ForkedApplication;
import io.github.observability.shapes.Jars;
import io.github.observability.shapes.Setup;
import io.github.observability.testing.FullRunOnly;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Each way to a database: what is exported of a statement that succeeds and of one that
 * fails, both of which have a parameter that nobody may see.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@FullRunOnly
class DataWaysIntegrationTests {

	private final Map<DataWay, List<ForkedData.ExportedSpan>> byStarter = new EnumMap<>(DataWay.class);

	private final Map<DataWay, List<ForkedData.ExportedSpan>> byPlainBoot = new EnumMap<>(DataWay.class);

	private EmbeddedPostgres postgres;

	private RedisServer redis;

	@BeforeAll
	void start() throws IOException {
		this.postgres = EmbeddedPostgres.start();
		if (RedisServer.isInstalled()) {
			this.redis = RedisServer.start();
		}
	}

	@AfterAll
	void stop() throws IOException {
		this.postgres.close();
		if (this.redis != null) {
			this.redis.close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void isASpanOfTheRequest(DataWay way) throws Exception {
		List<ForkedData.ExportedSpan> spans = spans(way, true);
		List<ForkedData.ExportedSpan> statement = children(spans, way.traceId(false));
		assertThat(names(statement)).isEqualTo(way.spans());
		ForkedData.ExportedSpan request = request(spans, way.traceId(false));
		assertThat(statement).extracting(ForkedData.ExportedSpan::parent).containsOnly(request.id());
	}

	@ParameterizedTest
	@EnumSource
	void tellsNoParameter(DataWay way) throws Exception {
		List<ForkedData.ExportedSpan> spans = spans(way, true);
		assertThat(children(spans, way.traceId(true))).isNotEmpty();
		assertThat(request(spans, way.traceId(true)).details()).contains("exception.stacktrace");
		assertThat(spans).noneMatch((span) -> span.toString().contains(way.parameter()));
	}

	@ParameterizedTest
	@EnumSource
	void plainBootTellsMore(DataWay way) throws Exception {
		List<ForkedData.ExportedSpan> spans = spans(way, false);
		assertThat(names(children(spans, way.traceId(false)))).isEqualTo(way.spansByPlainBoot());
		assertThat(spans.stream().anyMatch((span) -> span.toString().contains(way.parameter())))
			.isEqualTo(way.toldByPlainBoot());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void isGoneWhereItIsOff(boolean reactive) throws Exception {
		List<ForkedData.ExportedSpan> spans = run(ways(reactive), reactive, true,
				"--jdbc.datasource-proxy.enabled=false", "--management.observations.enable.lettuce=false",
				"--spring.autoconfigure.exclude=org.springframework.boot.r2dbc.autoconfigure.observation.R2dbcObservationAutoConfiguration");
		assertThat(spans).extracting(ForkedData.ExportedSpan::kind).isNotEmpty().containsOnly("SERVER");
	}

	private static ForkedData.ExportedSpan request(List<ForkedData.ExportedSpan> spans, String traceId) {
		return spans.stream()
			.filter((span) -> span.trace().equals(traceId) && span.kind().equals("SERVER"))
			.reduce((first, second) -> {
				throw new AssertionError("Two spans of one request: " + first + " and " + second);
			})
			.orElseThrow(() -> new AssertionError("No span of the request among " + spans));
	}

	private static List<ForkedData.ExportedSpan> children(List<ForkedData.ExportedSpan> spans, String traceId) {
		return spans.stream().filter((span) -> span.trace().equals(traceId) && !span.kind().equals("SERVER")).toList();
	}

	private static Set<String> names(List<ForkedData.ExportedSpan> spans) {
		return spans.stream().map(ForkedData.ExportedSpan::name).collect(Collectors.toSet());
	}

	private List<ForkedData.ExportedSpan> spans(DataWay way, boolean withStarter) throws Exception {
		assumeThat(this.redis != null || !way.isRedis()).as("redis-server is not installed").isTrue();
		Map<DataWay, List<ForkedData.ExportedSpan>> known = withStarter ? this.byStarter : this.byPlainBoot;
		if (!known.containsKey(way)) {
			List<DataWay> ways = ways(way.isReactive());
			List<ForkedData.ExportedSpan> spans = run(ways, way.isReactive(), withStarter);
			ways.forEach((each) -> known.put(each, spans));
		}
		return known.get(way);
	}

	private List<DataWay> ways(boolean reactive) {
		return Arrays.stream(DataWay.values())
			.filter((way) -> way.isReactive() == reactive && (this.redis != null || !way.isRedis()))
			.toList();
	}

	private List<ForkedData.ExportedSpan> run(List<DataWay> ways, boolean reactive, boolean withStarter,
			String... switches) throws IOException, InterruptedException {
		Setup setup = reactive ? Setup.of(ForkedReactiveData.class, Jars.WEBFLUX, Jars.R2DBC, Jars.REDIS) : Setup
			.of(ForkedBlockingData.class, Jars.MVC, Jars.TOMCAT, Jars.JDBC, Jars.DATASOURCE_MICROMETER, Jars.REDIS);
		List<String> arguments = new ArrayList<>(
				List.of("--ways=" + ways.stream().map(Enum::name).collect(Collectors.joining(",")),
						"--spring.datasource.url=" + this.postgres.getJdbcUrl("postgres", "postgres"),
						"--spring.r2dbc.url=r2dbc:postgresql://localhost:" + this.postgres.getPort() + "/postgres",
						"--spring.r2dbc.username=postgres", "--logging.level.root=warn"));
		if (this.redis != null) {
			arguments.add("--spring.data.redis.port=" + this.redis.port());
		}
		arguments.addAll(List.of(switches));
		String name = "data-" + (reactive ? "reactive" : "blocking") + (withStarter ? "" : "-plain");
		try (ForkedApplication application = ForkedApplication.start(name,
				setup.arguments(arguments.toArray(String[]::new)), withStarter)) {
			assertThat(application.awaitExit()).as(application.out() + application.err()).isZero();
			JsonMapper mapper = new JsonMapper();
			return application.out()
				.lines()
				.filter((line) -> line.startsWith(ForkedData.MARK))
				.map((line) -> mapper.readValue(line.substring(ForkedData.MARK.length()),
						ForkedData.ExportedSpan.class))
				.toList();
		}
	}

}
