package io.github.observability.context.matrix;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each way of the context, on platform and on virtual threads.
 */
@ExtendWith(OutputCaptureExtension.class)
class ContextMatrixIntegrationTests {

	private static final Map<Threads, RunningApplication> applications = new EnumMap<>(Threads.class);

	@AfterAll
	static void stop() {
		applications.values().forEach(RunningApplication::close);
		applications.clear();
	}

	static Stream<Arguments> cells() {
		return Stream.of(Threads.values())
			.flatMap((threads) -> Stream.of(Way.values()).map((way) -> Arguments.of(way, threads)));
	}

	@ParameterizedTest
	@MethodSource("cells")
	void carries(Way way, Threads threads, CapturedOutput output) {
		Assumptions.assumeTrue(threads.isPossible(), "virtual threads need Java 21");
		Assumptions.assumeTrue(Threads.JAVA >= way.since(), way + " needs Java " + way.since());
		RunningApplication application = applications.computeIfAbsent(threads, ContextMatrixIntegrationTests::start);
		Call call = Call.next();
		take(application, way, call);
		assertThat(carried(output, way, call)).isEqualTo(way.carried());
		assertThat(output.getOut()).doesNotContain("unlisted");
		assertThat(application.bean(Raw.class).leftovers()).isEmpty();
		Call other = Call.next();
		take(application, way, other);
		assertThat(JsonLines.parseAll(output.getOut())
			.stream()
			.filter((line) -> line.path("message").asString("").equals(FarEnd.message(way)))
			.map((line) -> Carried.in(line, other))).containsExactly(Set.of(), way.carried());
	}

	private static void take(RunningApplication application, Way way, Call call) {
		String path = switch (way) {
			case MVC_CALLABLE, MVC_ASYNC_DISPATCH -> "/callable?way=" + way;
			default -> "/ways/" + way;
		};
		assertThat(application.get(path, call.headers()).statusCode()).isEqualTo(200);
	}

	private static Set<Carried> carried(CapturedOutput output, Way way, Call call) {
		return Carried.in(JsonLines.withMessage(output.getOut(), FarEnd.message(way)), call);
	}

	static RunningApplication start(Threads threads) {
		List<String> arguments = new ArrayList<>(
				List.of("test.threads=" + threads, "spring.threads.virtual.enabled=" + (threads == Threads.VIRTUAL),
						"spring.task.execution.mode=force", "spring.task.execution.pool.core-size=1",
						"spring.main.banner-mode=off", "management.tracing.baggage.remote-fields=region",
						"observability.context.mdc-keys=tenant", "observability.context.request-id.send=true"));
		return RunningApplication.start(ServedApplication.class, arguments.toArray(String[]::new));
	}

}
