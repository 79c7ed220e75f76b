package io.github.observability.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.observability.test.repetition.Repeatable;
import io.github.observability.tracing.analysis.TraceSpan;
import io.github.observability.tracing.analysis.TraceSpan.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Repeatable
class GoldenTraceTests {

	private static final List<TraceSpan> CALLER = List.of(
			TestTraces.span("1", null, Kind.SERVER, "http get /orders/{id}",
					Map.of("method", "GET", "uri", "/orders/{id}", "status", "200", "http.url", "/orders/4711")),
			TestTraces.span("2", "1", Kind.CLIENT, "http get",
					Map.of("method", "GET", "uri", "/stock/{item}", "status", "200", "client.name", "localhost:4711")),
			TestTraces.span("3", "1", Kind.CLIENT, "query", Map.of("jdbc.query[0]", "select * from t where id = 1")),
			TestTraces.span("4", "1", Kind.CLIENT, "query", Map.of("jdbc.query[0]", "select * from t where id = 2")),
			TestTraces.span("5", "1", Kind.PRODUCER, "orders publish", Map.of("messaging.destination.name", "orders")));

	@TempDir
	private Path folder;

	@Test
	void isTheSameInEachRunAndInBothConventions() {
		assertThat(GoldenTrace.render(CALLER)).isEqualTo("""
				SERVER http get /orders/{id} | method=GET | route=/orders/{id} | status=200
				  CLIENT http get | method=GET | route=/stock/{item} | status=200
				  CLIENT query (select t) x2
				  PRODUCER orders publish | destination=orders
				""");
		TraceSpan openTelemetry = TestTraces.span("1", null, Kind.SERVER, "http get /orders/{id}",
				Map.of("http.request.method", "GET", "http.route", "/orders/{id}", "http.response.status_code", 200L));
		assertThat(GoldenTrace.render(List.of(openTelemetry)))
			.isEqualTo(GoldenTrace.render(CALLER).lines().limit(1).toList().get(0) + "\n");
	}

	@Test
	void hasNoIds() {
		assertThat(GoldenTrace.render(List.of(TestTraces.span("1", null, Kind.INTERNAL, "load order 4711", Map.of()))))
			.isEqualTo("INTERNAL load order {id}\n");
	}

	@Test
	void differenceIsShownAndHowToAcceptIt() throws Exception {
		Path file = this.folder.resolve("a.trace");
		GoldenTrace golden = new GoldenTrace(file);
		assertThat(golden.compare(CALLER)).startsWith("There is no golden trace ");
		Files.writeString(file, GoldenTrace.render(CALLER));
		assertThat(golden.compare(CALLER)).isNull();
		assertThat(golden.compare(CALLER.subList(0, 4))).contains("-   PRODUCER orders publish", "  SERVER http get",
				"-Dobservability.test.update=true");
	}

	@Test
	void contractIsKeptWhereEachCallIsAnswered() throws Exception {
		Path caller = write("caller.trace", GoldenTrace.render(CALLER));
		Path callee = write("callee.trace", """
				SERVER http get /stock/{id} | method=GET | route=/stock/{id} | status=200
				""");
		Path listener = write("listener.trace", "CONSUMER orders process | destination=orders\n");
		assertThat(TraceContract.between(caller, callee, listener)).isKept();
	}

	@Test
	void brokenContractNamesTheCall() throws Exception {
		Path caller = write("caller.trace", GoldenTrace.render(CALLER));
		Path callee = write("callee.trace", """
				SERVER http get /inventory/{id} | method=GET | route=/inventory/{id} | status=200
				""");
		assertThatThrownBy(() -> assertThat(TraceContract.between(caller, callee)).isKept())
			.hasMessageContaining("route=/stock/{item}")
			.hasMessageContaining("destination=orders")
			.hasMessageContaining("It does\n    SERVER http get /inventory/{id}");
	}

	private Path write(String name, String text) throws Exception {
		return Files.writeString(this.folder.resolve(name), text);
	}

}
