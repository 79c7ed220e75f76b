package io.github.observability.test;

import java.util.List;
import java.util.Map;

import io.github.observability.test.repetition.Repeatable;
import io.github.observability.tracing.analysis.TraceSpan;
import io.github.observability.tracing.analysis.TraceSpan.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Assertions on traces that come from elsewhere.
 */
@Repeatable
class ObservabilityAssertionsTests {

	@Test
	void pathsAreFoundByTheNamesOfBothConventions() {
		Trace spring = Trace
			.of(List.of(TestTraces.span("1", null, Kind.SERVER, "http post /x", Map.of("method", "POST", "uri", "/x")),
					TestTraces.span("2", "1", Kind.INTERNAL, "orders.place", Map.of()), TestTraces.span("3", "2",
							Kind.CLIENT, "query", Map.of("jdbc.query[0]", "INSERT INTO orders VALUES (1)"))));
		Trace openTelemetry = Trace.of(List.of(
				TestTraces.span("1", null, Kind.SERVER, "POST /x",
						Map.of("http.request.method", "POST", "http.route", "/x")),
				TestTraces.span("2", "1", Kind.INTERNAL, "orders.place", Map.of()), TestTraces.span("3", "2",
						Kind.CLIENT, "shop", Map.of("db.query.text", "insert into orders values (?)"))));
		for (Trace trace : List.of(spring, openTelemetry)) {
			assertThat(trace).containsPath("POST /x", "orders.place", "insert orders").isConnected();
		}
	}

	@Test
	void brokenPathSaysWhereItEnds() {
		Trace trace = Trace.of(List.of(TestTraces.span("1", null, Kind.SERVER, "a", Map.of()),
				TestTraces.span("2", "1", Kind.INTERNAL, "b", Map.of())));
		assertThatThrownBy(() -> assertThat(trace).containsPath("a", "b", "c"))
			.hasMessageContaining("Expected the path a > b > c but there is no 'c' below 'b'")
			.hasMessageContaining(" >> INTERNAL   b");
	}

	@Test
	void numberOfSpansIsCountedByKind() {
		Trace trace = Trace.of(List.of(TestTraces.span("1", null, Kind.SERVER, "a", Map.of()),
				TestTraces.span("2", "1", Kind.CLIENT, "b", Map.of()),
				TestTraces.span("3", "1", Kind.CLIENT, "c", Map.of())));
		assertThat(trace).hasAtMost(2).spansOfKind(Kind.CLIENT).hasAtMost(0).queries();
		assertThatThrownBy(() -> assertThat(trace).hasAtMost(1).spansOfKind(Kind.CLIENT))
			.hasMessageContaining("Expected at most 1 CLIENT spans but there are 2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "get /orders/17", "load 550e8400-e29b-41d4-a716-446655440000", "mail to ada@example.org",
			"GET /x?y=z", "job-4711", "session 3f2a9c01b7" })
	void namesWithIdsAreFound(String name) {
		assertThat(Cardinality.isHigh(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http get /orders/{id}", "orders.place", "GET /v1/orders", "task settlement.settle",
			"query", "oauth2 login", "process s3 object" })
	void namesWithoutIdsAreNot(String name) {
		assertThat(Cardinality.isHigh(name)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer abcdefgh12345", "jdbc:postgresql://u:geheim@db/x", "password=hunter2",
			"AKIAIOSFODNN7EXAMPLE", "paid with 4111 1111 1111 1111",
			"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl" })
	void secretsAreFound(String text) {
		assertThat(new SensitiveValues().find(text)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer ***", "password=***", "select password from users", "4111111111111112",
			"0af7651916cd43dd8448eb211c80319c", "1544712660000000000" })
	void whatIsNoSecretIsNot(String text) {
		assertThat(new SensitiveValues().find(text)).isNull();
	}

	@Test
	void keysTellSecretsToo() {
		SensitiveValues sensitive = new SensitiveValues();
		assertThat(sensitive.find("http.request.header.authorization", "abc")).isNotNull();
		assertThat(sensitive.find("http.request.header.authorization", "***")).isNull();
		assertThat(sensitive.find("token.count", "17")).isNull();
	}

	@Test
	void spansOfOneNameAndTimeAreMarkedOneByOne() {
		TraceSpan failed = new TraceSpan("t", "2", "1", false, "shop", "b", Kind.INTERNAL, 0, 1000, true, Map.of());
		Trace trace = Trace.of(List.of(TestTraces.span("1", null, Kind.SERVER, "a", Map.of()), failed));
		assertThatThrownBy(() -> assertThat(trace).hasNoErrors())
			.hasMessageContaining(" >> INTERNAL   b  0.0 ms  [shop]  FAILED")
			.hasMessageNotContaining(" >> SERVER");
	}

}
