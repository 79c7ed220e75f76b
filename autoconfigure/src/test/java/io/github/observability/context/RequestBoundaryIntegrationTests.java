package io.github.observability.context;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.github.observability.shapes.ForkedApplication;
import io.github.observability.shapes.Jars;
import io.github.observability.shapes.Setup;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.Volume;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Failures of all kinds of results on Tomcat and Jetty, on platform and on virtual
 * threads: the line of the container, the line of the error page and the response have
 * the same ids.
 */
class RequestBoundaryIntegrationTests {

	private static final List<String> CONTAINERS = List.of("org.eclipse.jetty.ee11.servlet.ServletChannel",
			"org.apache.catalina.core.ContainerBase");

	static List<Arguments> containers() {
		List<Arguments> containers = new ArrayList<>();
		for (Jars container : new Jars[] { Jars.TOMCAT, Jars.JETTY }) {
			// Tomcat's own threads are those of most other tests, too.
			if (Volume.isFull() || container == Jars.JETTY) {
				containers.add(Arguments.of(container, false));
			}
			if (Runtime.version().feature() >= 21) {
				containers.add(Arguments.of(container, true));
			}
		}
		return containers;
	}

	@ParameterizedTest
	@MethodSource("containers")
	void identifiesTheLinesOfAFailure(Jars container, boolean virtual) throws IOException, InterruptedException {
		Setup setup = Setup.of(ForkedBoundary.class, Jars.MVC, Jars.REACTOR, container)
			.arguments("--spring.threads.virtual.enabled=" + virtual, "--server.tomcat.threads.max=2");
		try (ForkedApplication application = ForkedApplication.start("boundary-" + container + virtual, setup, true)) {
			assertThat(application.awaitExit()).as(application.err()).isZero();
			List<String> output = application.out().lines().toList();
			List<JsonNode> lines = output.stream()
				.filter((line) -> line.startsWith("{"))
				.map(JsonLines::parse)
				.toList();
			for (String path : ForkedBoundary.PATHS) {
				assertIdentified(path, result(output, path), lines);
			}
			assertThat(result(output, "clean")).isEqualTo("clean");
			assertThat(result(output, "listeners")).as("with one, the container notifies it of each attribute")
				.isEqualTo("[]");
			assertThat(lines).filteredOn((line) -> message(line).equals("Within the task"))
				.hasSize(1)
				.allSatisfy((line) -> assertIds(line, "task"));
		}
	}

	private static String result(List<String> output, String path) {
		String mark = ForkedBoundary.MARK + path + " ";
		return output.stream()
			.filter((line) -> line.startsWith(mark))
			.findFirst()
			.orElseThrow()
			.substring(mark.length());
	}

	private static void assertIdentified(String path, String result, List<JsonNode> lines) {
		List<JsonNode> container = lines.stream()
			.filter((line) -> isOfContainer(line) && line.toString().contains("failure of /" + path + "."))
			.toList();
		assertThat(container).as("lines of the container about %s (%s)", path, result)
			.isNotEmpty()
			.allSatisfy((line) -> assertIds(line, path));
		List<JsonNode> page = lines.stream().filter((line) -> message(line).equals("Error page of /" + path)).toList();
		assertThat(page).as("error page of %s", path).allSatisfy((line) -> assertIds(line, path));
		if (result.startsWith("500")) {
			assertThat(result).isEqualTo("500 id-" + path);
			assertThat(page).as("error page of %s", path).hasSize(1);
		}
	}

	private static boolean isOfContainer(JsonNode line) {
		String logger = line.at("/log/logger").asString("");
		return CONTAINERS.stream().anyMatch(logger::startsWith);
	}

	private static String message(JsonNode line) {
		return line.path("message").asString("");
	}

	private static void assertIds(JsonNode line, String path) {
		assertThat(line.at("/http/request/id").asString("none")).as(line.toString()).isEqualTo("id-" + path);
		assertThat(line.at("/trace/id").asString("none")).as(line.toString()).isEqualTo(ForkedBoundary.TRACE_ID);
		assertThat(line.at("/span/id").asString("none")).as(line.toString()).matches("[0-9a-f]{16}");
	}

}
