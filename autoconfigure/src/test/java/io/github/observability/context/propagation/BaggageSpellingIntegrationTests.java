package io.github.observability.context.propagation;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A field of baggage that a caller spells in another case than it is listed with, and the
 * next request on the same thread.
 */
@ExtendWith(OutputCaptureExtension.class)
class BaggageSpellingIntegrationTests {

	@ParameterizedTest
	@ValueSource(strings = { "true", "false" })
	void isOnTheLinesOfItsRequestOnly(String restricted, CapturedOutput output) {
		serveTwo("observability.context.baggage.restricted=" + restricted);
		assertThat(line(output, "first").path("region").asString("")).isEqualTo("eu");
		assertThat(line(output, "first").has("rEgion")).isFalse();
		assertThat(line(output, "second").has("region")).isFalse();
		assertThat(line(output, "second").has("rEgion")).isFalse();
	}

	@Test
	@FullRunOnly
	void plainBootLeavesItOnTheThread(CapturedOutput output) {
		serveTwo("observability.context.enabled=false", "management.tracing.baggage.correlation.fields=region");
		assertThat(line(output, "second").path("rEgion").asString("")).isEqualTo("eu");
	}

	private static void serveTwo(String... properties) {
		String[] all = new String[properties.length + 4];
		all[0] = "spring.main.banner-mode=off";
		all[1] = "server.tomcat.threads.max=1";
		all[2] = "server.tomcat.threads.min-spare=1";
		all[3] = "management.tracing.baggage.remote-fields=region";
		System.arraycopy(properties, 0, all, 4, properties.length);
		try (RunningApplication application = RunningApplication.start(Served.class, all)) {
			application.get("/first", "baggage", "rEgion=eu");
			application.get("/second");
		}
	}

	private static JsonNode line(CapturedOutput output, String request) {
		return JsonLines.withMessage(output.getOut(), "Serving the " + request);
	}

	@UnsecuredApplication
	@Import(Endpoints.class)
	static class Served {

	}

	@RestController
	static class Endpoints {

		private static final Logger logger = LoggerFactory.getLogger(Endpoints.class);

		@GetMapping("/{request}")
		String serve(@PathVariable String request) {
			logger.info("Serving the {}", request);
			return request;
		}

	}

}
