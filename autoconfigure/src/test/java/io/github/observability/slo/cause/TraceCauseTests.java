package io.github.observability.slo.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.observability.tracing.analysis.TraceSpan;
import io.github.observability.tracing.analysis.TraceSpan.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TraceCauseTests {

	private final List<TraceSpan> spans = new ArrayList<>();

	private TraceSpan span(String id, String parent, Kind kind, long start, long end, boolean failed,
			Map<String, Object> attributes) {
		TraceSpan span = new TraceSpan("t", id, parent, false, "rides", id, kind, start, end, failed, attributes);
		this.spans.add(span);
		return span;
	}

	private String cause(TraceSpan root, boolean failed) {
		return TraceCause.of(root, this.spans, failed);
	}

	@Test
	void isTheDeepestFailedCall() {
		TraceSpan root = span("root", null, Kind.SERVER, 0, 100, true, Map.of());
		span("place", "root", Kind.INTERNAL, 5, 95, true, Map.of());
		span("charge", "place", Kind.CLIENT, 10, 80, true, Map.of("peer.service", "payments-db"));
		span("geo", "place", Kind.CLIENT, 5, 9, false, Map.of("client.name", "geo"));
		assertThat(cause(root, true)).isEqualTo("payments-db");
	}

	@Test
	void isWhatFailedInTheEndAndNotAnAttemptBeforeIt() {
		TraceSpan root = span("root", null, Kind.SERVER, 0, 100, true, Map.of());
		span("first", "root", Kind.CLIENT, 10, 20, true, Map.of("client.name", "geo-eu"));
		span("second", "root", Kind.CLIENT, 30, 60, true, Map.of("client.name", "geo-us"));
		assertThat(cause(root, true)).isEqualTo("geo-us");
	}

	@Test
	void isTheServiceItselfIfNoCallFailed() {
		TraceSpan root = span("root", null, Kind.SERVER, 0, 100, true, Map.of());
		span("geo", "root", Kind.CLIENT, 5, 9, false, Map.of("client.name", "geo"));
		assertThat(cause(root, true)).isEqualTo("self");
	}

	@Test
	void isTheDependencyWithMostOfTheCriticalPath() {
		TraceSpan root = span("root", null, Kind.SERVER, 0, 1_000, false, Map.of());
		for (int i = 0; i < 6; i++) {
			span("query" + i, "root", Kind.CLIENT, 10 + 100 * i, 90 + 100 * i, false,
					Map.of("db.query.text", "select 1", "jdbc.datasource.name", "orders"));
		}
		span("geo", "root", Kind.CLIENT, 610, 900, false, Map.of("client.name", "geo"));
		assertThat(cause(root, false)).isEqualTo("orders");
	}

	@Test
	void isTheServiceItselfIfItTakesTheTime() {
		TraceSpan root = span("root", null, Kind.SERVER, 0, 1_000, false, Map.of());
		span("geo", "root", Kind.CLIENT, 100, 300, false, Map.of("client.name", "geo"));
		assertThat(cause(root, false)).isEqualTo("self");
	}

	@Test
	void namesQueuesAndDatabasesWithoutAName() {
		TraceSpan root = span("root", null, Kind.SERVER, 0, 100, true, Map.of());
		span("send", "root", Kind.PRODUCER, 0, 50, true, Map.of("messaging.destination.name", "rides.requested"));
		assertThat(cause(root, true)).isEqualTo("rides.requested");
		this.spans.remove(1);
		span("query", "root", Kind.CLIENT, 0, 50, true, Map.of("db.system.name", "h2"));
		assertThat(cause(root, true)).isEqualTo("database");
	}

	@Test
	void endsForSpansThatAreTheirOwnAncestors() {
		TraceSpan root = span("root", "child", Kind.SERVER, 0, 100, true, Map.of());
		span("child", "root", Kind.INTERNAL, 0, 50, true, Map.of());
		assertThat(cause(root, true)).isEqualTo("self");
	}

}
