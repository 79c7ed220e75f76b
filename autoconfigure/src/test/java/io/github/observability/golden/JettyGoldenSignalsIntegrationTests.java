package io.github.observability.golden;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.observability.shapes.ForkedApplication;
import io.github.observability.shapes.Jars;
import io.github.observability.shapes.Setup;
import io.github.observability.testing.FullRunOnly;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same requests on Jetty, which the tests' own class path has no room for.
 */
@FullRunOnly
class JettyGoldenSignalsIntegrationTests {

	@Test
	void recordsWhatItDoesOnTomcat() throws IOException, InterruptedException {
		Map<String, String> jetty = recordedOnJetty();
		Map<String, String> tomcat = recordedOnTomcat();
		// Jetty does not tell a malformed parameter from any other failure of a filter.
		String malformed = ForkedGoldenCases.MARK + GoldenCase.MALFORMED_PARAMETER.name();
		assertThat(jetty.remove(malformed)).contains("500 SERVER_ERROR");
		assertThat(tomcat.remove(malformed)).contains("400 CLIENT_ERROR");
		assertThat(jetty).isEqualTo(tomcat);
	}

	private static Map<String, String> recordedOnTomcat() throws IOException {
		Map<String, String> recorded = new TreeMap<>();
		GoldenCases.results().forEach((each, result) -> {
			if (each != GoldenCase.WEB_SOCKET) {
				recorded.put(ForkedGoldenCases.MARK + each, result.records().toString());
			}
		});
		return recorded;
	}

	private static Map<String, String> recordedOnJetty() throws IOException, InterruptedException {
		List<String> arguments = GoldenCase.ARGUMENTS.stream().map((argument) -> "--" + argument).toList();
		Setup setup = Setup.of(ForkedGoldenCases.class, Jars.MVC, Jars.JETTY, Jars.AWAITILITY)
			.arguments(arguments.toArray(String[]::new));
		try (ForkedApplication application = ForkedApplication.start("golden-jetty", setup, true)) {
			assertThat(application.awaitExit()).as(application.err()).isZero();
			return application.out()
				.lines()
				.filter((line) -> line.startsWith(ForkedGoldenCases.MARK))
				.collect(Collectors.toMap((line) -> line.substring(0, line.indexOf('=')),
						(line) -> line.substring(line.indexOf('=') + 1), (first, second) -> first, TreeMap::new));
		}
	}

}
