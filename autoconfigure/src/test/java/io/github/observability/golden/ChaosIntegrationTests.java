package io.github.observability.golden;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.observability.shapes.ForkedApplication;
import io.github.observability.shapes.Jars;
import io.github.observability.shapes.Setup;
import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.OtlpReceiver;
import io.github.observability.testing.ReceivedSpan;
import io.github.observability.testing.Volume;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mixed traffic with failing dependencies and clients that disconnect: nothing may be
 * lost, counted twice or left behind.
 */
class ChaosIntegrationTests {

	private static final int SECONDS = Volume.of(3, 20);

	/** The others differ only in how they begin and end a request. */
	static Stream<Container> containers() {
		return Arrays.stream(Container.values())
			.filter((container) -> Volume.isFull() || container == Container.TOMCAT);
	}

	@ParameterizedTest
	@MethodSource("containers")
	@FullRunOnly
	void losesNothing(Container container) throws IOException, InterruptedException {
		try (OtlpReceiver receiver = new OtlpReceiver()) {
			// Nothing is in flight, yet Tomcat may wait 30 s for a request whose client
			// disconnected.
			Setup setup = Setup.of(ChaosProgram.class, container.jars)
				.jvmOptions(ThreadState.JVM_OPTION)
				.arguments("--chaos.seconds=" + SECONDS, "--logging.level.root=OFF", container.type,
						"--server.shutdown=immediate",
						"--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint());
			try (ForkedApplication application = ForkedApplication.start("chaos-" + container, setup, true)) {
				assertThat(application.awaitExit()).as(application.err()).isZero();
				assertThat(lines(application, ChaosProgram.LEFT)).containsExactly("0");
				List<String> counts = lines(application, ChaosProgram.COUNT);
				assertThat(counts).hasSizeGreaterThan(20)
					.allSatisfy((line) -> assertThat(line.replaceFirst(".*=(\\d+),\\1$", "equal")).isEqualTo("equal"));
				assertClean(application);
				List<String> failed = lines(application, ChaosProgram.FAILED);
				assertThat(failed).hasSizeGreaterThan(20);
				for (ChaosProtocol protocol : ChaosProtocol.values()) {
					assertThat(failed).anySatisfy((line) -> assertThat(line).endsWith(" " + protocol.path()));
				}
				Set<String> ids = failed.stream().map((line) -> line.split(" ")[0]).collect(Collectors.toSet());
				receiver.await((spans) -> spans.stream()
					.map(ReceivedSpan::traceId)
					.collect(Collectors.toSet())
					.containsAll(ids), Duration.ofSeconds(30));
				Map<String, List<ReceivedSpan>> traces = receiver.traces();
				failed.forEach((line) -> assertWhole(line, traces.get(line.split(" ")[0])));
			}
		}
	}

	/** Each thread of each pool, that of the server included. */
	private static void assertClean(ForkedApplication application) {
		assertThat(lines(application, ChaosProgram.UNCLEAN)).isEmpty();
		assertThat(lines(application, ChaosProgram.THREADS)).hasSameSizeAs(ThreadState.values())
			.allSatisfy((line) -> assertThat(Integer.parseInt(line.split(" ")[1])).as(line).isGreaterThan(4));
	}

	private static void assertWhole(String line, List<ReceivedSpan> trace) {
		String path = line.split(" ")[1];
		Optional<ChaosProtocol> protocol = Arrays.stream(ChaosProtocol.values())
			.filter((each) -> each.path().equals(path))
			.findFirst();
		Set<String> ids = trace.stream().map(ReceivedSpan::spanId).collect(Collectors.toSet());
		assertThat(trace.stream().filter((span) -> !ids.contains(span.parentSpanId()))).as(line)
			.singleElement()
			.satisfies((root) -> assertThat(root.error()).isEqualTo(protocol.isEmpty()));
		if (path.startsWith("/chaos/") || protocol.filter(ChaosProtocol.GRPC::equals).isPresent()) {
			assertThat(trace).as(line)
				.anySatisfy((span) -> assertThat(span.kind() + " " + span.error()).containsIgnoringCase("CLIENT true"));
		}
		protocol.ifPresent((failing) -> assertThat(trace).as(line)
			.hasSizeGreaterThanOrEqualTo(failing.spans())
			.anySatisfy((span) -> {
				assertThat(span.attribute(failing.key())).isEqualTo(failing.failure());
				assertThat(span.error()).isTrue();
			}));
	}

	private static List<String> lines(ForkedApplication application, String mark) {
		return application.out()
			.lines()
			.filter((line) -> line.startsWith(mark))
			.map((line) -> line.substring(mark.length()))
			.toList();
	}

	/**
	 * Servers, each with what else the application needs.
	 */
	enum Container {

		TOMCAT("--spring.main.web-application-type=servlet", Jars.MVC, Jars.TOMCAT),

		JETTY("--spring.main.web-application-type=servlet", Jars.MVC, Jars.JETTY),

		NETTY(ChaosProgram.REACTIVE);

		private final String type;

		private final Jars[] jars;

		Container(String type, Jars... server) {
			this.type = type;
			Set<Jars> parts = EnumSet.of(Jars.WEBFLUX, Jars.GRPC, Jars.GRAPHQL, Jars.BATCH, Jars.AWAITILITY);
			parts.addAll(List.of(server));
			this.jars = parts.toArray(Jars[]::new);
		}

	}

}
