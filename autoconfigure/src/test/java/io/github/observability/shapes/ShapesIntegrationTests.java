package io.github.observability.shapes;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.Volume;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Starts a real application of each shape, each in a virtual machine of its own, and
 * fails where the committed page of what they do differs. A few shapes stand for all of
 * them except in a full run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("jdk")
class ShapesIntegrationTests {

	private static final int STOPPED_BY_SIGTERM = 128 + 15;

	private final ExecutorService machines = Executors.newFixedThreadPool(2);

	private final Map<Shape, Future<Observed>> observed = new EnumMap<>(Shape.class);

	private final Map<Shape, Future<Observed>> withoutStarter = new EnumMap<>(Shape.class);

	@BeforeAll
	void start() {
		shapes().forEach((shape) -> this.observed.put(shape, this.machines.submit(() -> Observed.of(shape, true))));
		if (Volume.isFull()) {
			plain().forEach(
					(shape) -> this.withoutStarter.put(shape, this.machines.submit(() -> Observed.of(shape, false))));
		}
	}

	@AfterAll
	void stop() {
		this.machines.shutdownNow();
	}

	@ParameterizedTest
	@MethodSource("shapes")
	void startsAndEndsCleanly(Shape shape) {
		Observed seen = observed(shape);
		assertThat(seen.exitCode()).isEqualTo(shape.setup().serves() ? STOPPED_BY_SIGTERM : 0);
		assertThat(seen.faults()).isEmpty();
		assertThat(seen.inFlight()).isZero();
	}

	@ParameterizedTest
	@MethodSource("serving")
	void answersAsWithoutTheStarter(Shape shape) {
		int nowhere = (shape == Shape.SECURITY) ? 401 : 404;
		assertThat(observed(shape).statuses()).isEqualTo(new Observed.Statuses(200, nowhere, 200));
	}

	@ParameterizedTest
	@MethodSource("shapes")
	void recordsWhatIsServedOnce(Shape shape) {
		Observed seen = observed(shape);
		assertThat(seen.recorded()).singleElement().asString().endsWith("} 1");
		assertThat(seen.signals()).isEqualTo(shape.setup().signals());
	}

	@ParameterizedTest
	@MethodSource("json")
	void writesJsonLinesWithTheTraceId(Shape shape) {
		Observed seen = observed(shape);
		assertThat(JsonLines.parseAll(seen.out())).isNotEmpty().allMatch(JsonNode::isObject);
		assertThat(seen.logged("trace")).matches(shape.setup().serves() ? Observed.TRACE_ID : "[0-9a-f]{32}");
		assertThat(seen.logged("span")).matches("[0-9a-f]{16}");
	}

	@ParameterizedTest
	@MethodSource("plain")
	@FullRunOnly
	void leavesLinesAsTheyAreWithoutTheStarter(Shape shape) {
		assertThat(observed(shape).generalLine()).isEqualTo(get(this.withoutStarter.get(shape)).generalLine());
	}

	@ParameterizedTest
	@MethodSource("shapes")
	void makesEachSpanOnce(Shape shape) {
		Observed seen = observed(shape);
		Setup.Traces traces = shape.setup().traces();
		assertThat(seen.isTracing()).isEqualTo(traces != Setup.Traces.AGENTS);
		assertThat(seen.agentSpans()).hasSize((traces != Setup.Traces.STARTERS) ? 1 : 0);
		if (traces == Setup.Traces.AGENTS) {
			assertThat(seen.agentSpans()).singleElement().asString().contains(seen.logged("span"));
		}
	}

	@Test
	void servesOnVirtualThreads() {
		assumeThat(Shape.VIRTUAL_THREADS.setup().runs()).as("needs JDK 21 or later").isTrue();
		assertThat(observed(Shape.VIRTUAL_THREADS).line()).contains("tomcat-handler-");
	}

	@Test
	void pageIsUpToDate() throws IOException {
		CompatibilityPage page = new CompatibilityPage();
		String rendered = page.render((shape) -> shape.isTried() ? observed(shape) : null);
		if (Boolean.getBoolean("docs.write")) {
			page.write(rendered);
		}
		assertThat(page.committed())
			.as("rewrite it with: mvn test -pl autoconfigure -Dtest=ShapesIntegrationTests -Ddocs.write=true")
			.isEqualTo(rendered);
	}

	private Observed observed(Shape shape) {
		return get(this.observed.get(shape));
	}

	private static Observed get(Future<Observed> future) {
		try {
			return future.get();
		}
		catch (ExecutionException ex) {
			throw new AssertionError(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static Stream<Shape> shapes() {
		return Arrays.stream(Shape.values()).filter(Shape::isTried);
	}

	static Stream<Shape> serving() {
		return shapes().filter((shape) -> shape.setup().serves());
	}

	static Stream<Shape> json() {
		return shapes().filter((shape) -> shape.setup().writesJson());
	}

	// Lines beside devtools are the starter's, as text.
	static Stream<Shape> plain() {
		return shapes().filter((shape) -> !shape.setup().writesJson() && shape != Shape.DEVTOOLS);
	}

}
