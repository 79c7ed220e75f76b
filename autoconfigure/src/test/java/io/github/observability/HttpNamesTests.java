package io.github.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.common.docs.KeyName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.http.client.observation.ClientHttpObservationDocumentation;
import org.springframework.http.server.observation.OpenTelemetryServerHttpObservationDocumentation;
import org.springframework.http.server.observation.OpenTelemetryServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerHttpObservationDocumentation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpNames} and that they are the only place of names.
 */
class HttpNamesTests {

	/** What has a reason of its own to spell such a name. */
	private static final Map<String, String> SPELL_ONE = Map.of("HttpNames.java", "the place itself",
			"HttpAttribute.java", "names that OpenTelemetry used before", "StandardField.java", "names of log fields",
			"AccessLine.java", "names of log fields", "TemplateCounter.java", "names of log fields", "CodePlace.java",
			"the method of @Observed");

	private static final Pattern WORD = Pattern
		.compile("(getTag|tag|tagKeys|tags|KeyValues?\\.of|Tags?\\.of|CardinalityKeyValue|stringKey|longKey|attribute)"
				+ "\\(\\s*\"(uri|status|method|outcome|exception)\"");

	private static Set<String> distinctive() {
		Set<String> names = new TreeSet<>();
		for (SemanticConvention convention : SemanticConvention.values()) {
			Stream.of(HttpNames.server(convention), HttpNames.client(convention))
				.flatMap(
						(each) -> Stream.of(each.requests(), each.active(), each.method(), each.route(), each.status()))
				.filter((name) -> name.contains("."))
				.forEach((name) -> {
					names.add("\"" + name + "\"");
					names.add(PrometheusNames.byDefault().label(name) + "_");
				});
		}
		return names;
	}

	@Test
	void nothingElseSpellsAName() throws IOException {
		Set<String> distinctive = distinctive();
		for (Path file : Sources.main()) {
			if (SPELL_ONE.containsKey(file.getFileName().toString())) {
				continue;
			}
			String text = Files.readString(file);
			assertThat(distinctive.stream().filter(text::contains).toList()).as(file.toString()).isEmpty();
			assertThat(WORD.matcher(text).results().map((match) -> match.group()).toList()).as(file.toString())
				.isEmpty();
		}
	}

	@Test
	void haveSpringsNames() {
		HttpNames server = HttpNames.server(SemanticConvention.MICROMETER);
		assertThat(keys(ServerHttpObservationDocumentation.LowCardinalityKeyNames.values())).containsExactlyInAnyOrder(
				server.method(), server.route(), server.status(), server.exception(), HttpNames.OUTCOME);
		HttpNames client = HttpNames.client(SemanticConvention.MICROMETER);
		assertThat(keys(ClientHttpObservationDocumentation.LowCardinalityKeyNames.values())).containsExactlyInAnyOrder(
				client.method(), client.route(), client.status(), client.exception(), client.peer(), HttpNames.OUTCOME);
		assertThat(keys(ClientHttpObservationDocumentation.HighCardinalityKeyNames.values())).contains(client.url());
	}

	@Test
	void haveOpenTelemetrysNames() {
		HttpNames names = HttpNames.server(SemanticConvention.OPENTELEMETRY);
		assertThat(keys(OpenTelemetryServerHttpObservationDocumentation.LowCardinalityKeyNames.values()))
			.containsExactlyInAnyOrder(names.method(), names.route(), names.status(), names.exception(),
					HttpNames.OUTCOME, "url.scheme");
		assertThat(keys(OpenTelemetryServerHttpObservationDocumentation.HighCardinalityKeyNames.values()))
			.contains(names.url());
		assertThat(names.requests()).isEqualTo(new OpenTelemetryServerRequestObservationConvention().getName());
	}

	private static List<String> keys(KeyName[] names) {
		return Stream.of(names).map(KeyName::asString).collect(Collectors.toList());
	}

	@ParameterizedTest
	@EnumSource
	void knowAnObservationByItsName(SemanticConvention convention) {
		assertThat(HttpNames.of(HttpNames.server(convention).requests())).isEqualTo(HttpNames.server(convention));
		assertThat(HttpNames.of(HttpNames.client(convention).requests())).isEqualTo(HttpNames.client(convention));
		assertThat(HttpNames.of("charge")).isEqualTo(HttpNames.server(SemanticConvention.MICROMETER));
	}

}
