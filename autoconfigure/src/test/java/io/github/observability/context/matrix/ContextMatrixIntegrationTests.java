package io.github.observability.context.matrix;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
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
@Tag("jdk")
class ContextMatrixIntegrationTests {

	private static final Map<Threads, RunningApplication> applications = new EnumMap<>(Threads.class);

	private static final Map<Threads, RunningApplication> plain = new EnumMap<>(Threads.class);

	@AfterAll
	static void stop() {
		applications.values().forEach(RunningApplication::close);
		applications.clear();
		plain.values().forEach(RunningApplication::close);
		plain.clear();
	}

	static Stream<Arguments> cells() {
		return Stream.of(Threads.values())
			.flatMap((threads) -> Stream.of(Way.values()).map((way) -> Arguments.of(way, threads)));
	}

	@ParameterizedTest
	@MethodSource("cells")
	void carries(Way way, Threads threads, CapturedOutput output) {
		assumePossible(way, threads);
		RunningApplication application = applications.computeIfAbsent(threads, ContextMatrixIntegrationTests::start);
		Call call = Call.next();
		take(application, way, call);
		assertThat(carried(output, way, call)).isEqualTo(way.carried());
		assertThat(output.getOut()).doesNotContain("unlisted");
		assertThat(Raw.leftovers(application.context())).isEmpty();
		Call other = Call.next();
		take(application, way, other);
		assertThat(JsonLines.parseAll(output.getOut())
			.stream()
			.filter((line) -> line.path("message").asString("").equals(FarEnd.message(way)))
			.map((line) -> Propagated.in(line, other))).containsExactly(Set.of(), way.carried());
	}

	@ParameterizedTest
	@MethodSource("cells")
	@FullRunOnly
	void plainBootCarries(Way way, Threads threads, CapturedOutput output) {
		assumePossible(way, threads);
		RunningApplication application = plain.computeIfAbsent(threads, ContextMatrixIntegrationTests::startPlain);
		Call call = Call.next();
		take(application, way, call);
		assertThat(carried(output, way, call)).isEqualTo(way.carriedByPlainBoot());
	}

	private static void assumePossible(Way way, Threads threads) {
		Assumptions.assumeTrue(threads.isPossible(), "virtual threads need Java 21");
		Assumptions.assumeTrue(Threads.JAVA >= way.since(), way + " needs Java " + way.since());
	}

	private static void take(RunningApplication application, Way way, Call call) {
		String path = switch (way) {
			case MVC_CALLABLE, MVC_ASYNC_DISPATCH -> "/callable?way=" + way;
			case MVC_STREAMING -> "/streaming";
			case MVC_WEB_ASYNC_TASK -> "/task";
			default -> "/ways/" + way;
		};
		assertThat(application.get(path, call.headers()).statusCode()).isEqualTo(200);
	}

	private static Set<Propagated> carried(CapturedOutput output, Way way, Call call) {
		return Propagated.in(JsonLines.withMessage(output.getOut(), FarEnd.message(way)), call);
	}

	private static RunningApplication start(Threads threads) {
		return start(threads, "observability.context.mdc-keys=tenant", "observability.context.request-id.send=true");
	}

	/**
	 * Boot with what it takes to have baggage in the MDC; only the format of the lines is
	 * the starter's.
	 */
	private static RunningApplication startPlain(Threads threads) {
		return start(threads, "observability.context.enabled=false", "observability.defaults.enabled=false",
				"management.tracing.baggage.correlation.fields=region");
	}

	private static RunningApplication start(Threads threads, String... arguments) {
		List<String> all = new ArrayList<>(
				List.of("test.threads=" + threads, "spring.threads.virtual.enabled=" + (threads == Threads.VIRTUAL),
						"spring.task.execution.mode=force", "spring.task.execution.pool.core-size=1",
						"spring.main.banner-mode=off", "management.tracing.baggage.remote-fields=region"));
		all.addAll(List.of(arguments));
		return RunningApplication.start(ServedApplication.class, all.toArray(String[]::new));
	}

}
