package io.github.observability.golden;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.observability.shapes.ForkedApplication;
import io.github.observability.shapes.Jars;
import io.github.observability.shapes.Setup;
import io.github.observability.testing.OtlpReceiver;
import io.github.observability.testing.ReceivedSpan;
import io.github.observability.testing.Volume;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mixed traffic with failing dependencies and clients that disconnect: nothing may be
 * lost, counted twice or left behind.
 */
class ChaosIntegrationTests {

	private static final int SECONDS = Volume.of(10, 60);

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "JETTY" })
	void losesNothing(Jars container) throws IOException, InterruptedException {
		try (OtlpReceiver receiver = new OtlpReceiver()) {
			Setup setup = Setup.of(ChaosProgram.class, Jars.MVC, Jars.WEBFLUX, container, Jars.AWAITILITY)
				.arguments("--chaos.seconds=" + SECONDS, "--logging.level.root=OFF",
						"--spring.main.web-application-type=servlet",
						"--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint());
			try (ForkedApplication application = ForkedApplication.start("chaos-" + container, setup, true)) {
				assertThat(application.awaitExit()).as(application.err()).isZero();
				assertThat(lines(application, ChaosProgram.LEFT)).containsExactly("0");
				List<String> counts = lines(application, ChaosProgram.COUNT);
				assertThat(counts).hasSizeGreaterThan(15)
					.allSatisfy((line) -> assertThat(line.replaceFirst(".*=(\\d+),\\1$", "equal")).isEqualTo("equal"));
				List<String> failed = lines(application, ChaosProgram.FAILED);
				assertThat(failed).hasSizeGreaterThan(20);
				Set<String> ids = failed.stream().map((line) -> line.split(" ")[0]).collect(Collectors.toSet());
				receiver.await((spans) -> spans.stream()
					.map(ReceivedSpan::traceId)
					.collect(Collectors.toSet())
					.containsAll(ids), Duration.ofSeconds(30));
				failed.forEach((line) -> assertWhole(line, receiver.trace(line.split(" ")[0])));
			}
		}
	}

	private static void assertWhole(String line, List<ReceivedSpan> trace) {
		Set<String> ids = trace.stream().map(ReceivedSpan::spanId).collect(Collectors.toSet());
		assertThat(trace.stream().filter((span) -> !ids.contains(span.parentSpanId()))).as(line)
			.singleElement()
			.satisfies((root) -> assertThat(root.error()).isTrue());
		if (line.contains("/chaos/")) {
			assertThat(trace).as(line)
				.anySatisfy((span) -> assertThat(span.kind() + " " + span.error()).containsIgnoringCase("CLIENT true"));
		}
	}

	private static List<String> lines(ForkedApplication application, String mark) {
		return application.out()
			.lines()
			.filter((line) -> line.startsWith(mark))
			.map((line) -> line.substring(mark.length()))
			.toList();
	}

}
