package io.github.observability;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE offers for the properties of the starter.
 */
class ConfigurationMetadataTests {

	/** Maps and lists are empty, and the format depends on what is present. */
	private static final Set<String> WITHOUT_DEFAULT = Set.of("observability.business.allowed-tags",
			"observability.business.personal-tags", "observability.business.meters", "observability.business.funnels",
			"observability.business.scores", "observability.business.outliers",
			"observability.golden.expected-exceptions", "observability.golden.ignored-paths",
			"observability.golden.unrecorded-routes", "observability.golden.stream-content-types",
			"observability.golden.stream-routes", "observability.golden.failures",
			"observability.context.clients.hosts", "observability.context.headers", "observability.context.mdc-keys",
			"observability.cost.series.max-tag-values-by-meter", "observability.cost.series.max-series-by-meter",
			"observability.cost.budget.cost-per-month", "observability.cost.budget.log-size-per-day",
			"observability.cost.budget.scrape-size", "observability.cost.budget.series",
			"observability.cost.budget.spans-per-day", "observability.cost.prices.currency",
			"observability.cost.prices.log-gigabyte", "observability.cost.prices.million-samples",
			"observability.cost.prices.million-spans", "observability.cost.prices.thousand-series",
			"observability.cost.prices.trace-gigabyte", "observability.cost.used-metrics",
			"observability.dashboards.data-sources", "observability.dashboards.links",
			"observability.incidents.diagnosability.faults", "observability.incidents.diagnosability.signals",
			"observability.incidents.panel-url", "observability.incidents.state-file",
			"observability.incidents.version-header", "observability.logging.access.ignored-routes",
			"observability.logging.fields", "observability.logging.floods.excluded-loggers",
			"observability.logging.format", "observability.logging.masking.allowed-keys",
			"observability.logging.masking.keys", "observability.profiling.continuous.state-file",
			"observability.profiling.endpoint.enabled", "observability.slo.alerting.service-criticality",
			"observability.slo.alerting.team", "observability.slo.objectives", "observability.slo.rules.alerts",
			"observability.slo.rules.funnels", "observability.slo.rules.selector",
			"observability.tracing.ingress.paths", "observability.tracing.tail-sampling.routes",
			"observability.tracing.problem-property", "observability.tracing.response-header",
			"observability.tracing.sampling.force.secret", "observability.tracing.sampling.max-traces-per-second",
			"observability.tracing.sampling.rules");

	/** Boot derives these from the endpoints. */
	private static final List<String> BY_ENDPOINT = List.of("management.endpoint.observability.",
			"management.endpoint.golden.", "management.endpoint.slo.", "management.endpoint.business.",
			"management.endpoint.cost.", "management.endpoint.dashboards.", "management.endpoint.incidents.",
			"management.endpoint.logpatterns.", "management.endpoint.levelrules.", "management.endpoint.profile.");

	private static final JsonNode metadata = read();

	@Test
	void hasNoPropertyThatIsNotOurs() {
		assertThat(properties()).isNotEmpty()
			.allMatch((property) -> property.name().startsWith("observability.")
					|| BY_ENDPOINT.stream().anyMatch(property.name()::startsWith));
	}

	@ParameterizedTest
	@MethodSource("properties")
	void propertyHasAType(Property property) {
		assertThat(property.text("type")).isNotBlank();
	}

	@ParameterizedTest
	@MethodSource("properties")
	void propertyIsDescribed(Property property) {
		assertThat(property.text("description")).endsWith(".").doesNotStartWith("The ").doesNotStartWith("A ");
		if (property.text("type").equals(Boolean.class.getName())) {
			assertThat(property.text("description")).startsWith("Whether ");
		}
	}

	@ParameterizedTest
	@MethodSource("properties")
	void propertyHasADefaultUnlessMeantToHaveNone(Property property) {
		assertThat(property.node().has("defaultValue")).isNotEqualTo(WITHOUT_DEFAULT.contains(property.name()));
	}

	@Test
	void hintsAreForPropertiesThatExist() {
		assertThat(metadata.path("hints").valueStream().map((hint) -> hint.path("name").asString())).isNotEmpty()
			.isSubsetOf(properties().map(Property::name).toList());
	}

	/**
	 * A property that no test sets may lose its effect without anybody noticing. A test
	 * writes the key, or a prefix that ends with a dot and, in the same package, what
	 * follows it.
	 */
	@Test
	void eachPropertyIsSetByATest() throws IOException {
		Map<Path, String> packages = new HashMap<>();
		for (Path source : Sources.test()) {
			// This class lists keys without setting them.
			if (!source.endsWith("ConfigurationMetadataTests.java")) {
				packages.merge(source.getParent(), Files.readString(source), String::concat);
			}
		}
		List<TestedKeys> tests = packages.values().stream().map(TestedKeys::of).toList();
		assertThat(properties().map(Property::name).filter((key) -> key.startsWith("observability.")))
			.allMatch((key) -> tests.stream().anyMatch((each) -> each.contains(key)));
	}

	private static Stream<Property> properties() {
		return metadata.path("properties").valueStream().map(Property::new);
	}

	private static JsonNode read() {
		try (InputStream stream = ConfigurationMetadataTests.class.getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
			return new JsonMapper().readTree(stream);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What looks like a key, or like the first words of one, in the tests of a package.
	 */
	private record TestedKeys(String text, Set<String> keys) {

		private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9-]*(?:\\.[A-Za-z0-9-]+)*");

		static TestedKeys of(String tests) {
			Set<String> found = new HashSet<>();
			KEY.matcher(tests).results().map(MatchResult::group).distinct().forEach((key) -> {
				for (int dot = key.length(); dot > 0; dot = key.lastIndexOf('.', dot - 1)) {
					found.add(key.substring(0, dot));
				}
			});
			return new TestedKeys(tests, found);
		}

		boolean contains(String key) {
			if (this.keys.contains(key)) {
				return true;
			}
			for (int dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) {
				if (this.keys.contains(key.substring(dot + 1))
						&& this.text.contains("\"" + key.substring(0, dot + 1) + "\"")) {
					return true;
				}
			}
			return false;
		}

	}

	record Property(JsonNode node) {

		String name() {
			return text("name");
		}

		String text(String field) {
			return this.node.path(field).asString("");
		}

		@Override
		public String toString() {
			return name();
		}

	}

}
