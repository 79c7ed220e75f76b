package io.github.observability.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.observability.console.recording.TraceSummary;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Findings}.
 */
class FindingsTests {

	@Test
	void namesARouteThatRepeatsAQueryOnceWhateverTheNumberOfTraces() {
		List<TraceSummary> traces = Collections.nCopies(40, trace("GET /orders", "repeated"));
		assertThat(of(traces)).singleElement().satisfies((finding) -> {
			assertThat(finding.title()).isEqualTo("GET /orders repeats a query");
			assertThat(finding.count()).isEqualTo(40);
		});
		assertThat(of(List.of(trace("GET /orders", "repeated")))).hasSize(1);
	}

	@Test
	void ignoresARetryNowAndThen() {
		List<TraceSummary> traces = new ArrayList<>(Collections.nCopies(19, trace("POST /rides", "masked")));
		traces.add(trace("POST /rides", "repeated"));
		assertThat(of(traces)).isEmpty();
		traces.add(trace("POST /rides", "repeated"));
		traces.add(trace("POST /rides", "repeated"));
		assertThat(of(traces)).hasSize(1);
	}

	@Test
	void namesALostTraceEachTime() {
		List<TraceSummary> traces = new ArrayList<>(Collections.nCopies(100, trace("query", "masked")));
		traces.add(trace("query", "lost"));
		assertThat(of(traces)).extracting(Findings.Finding::kind).containsExactly("lost");
	}

	private static List<Findings.Finding> of(List<TraceSummary> traces) {
		return Findings.of(traces, List.of(), List.of());
	}

	private static TraceSummary trace(String route, String badge) {
		return new TraceSummary("t", "SERVER", route, "200", 0, 1, 1, false, "none", 3, 100,
				List.of(new TraceSummary.Badge(badge, "3\u00d7 same query", "select ?")));
	}

}
