package io.github.observability.context.propagation;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.opentelemetry.api.trace.TraceState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes to a state that came in, section 3.5.
 */
class W3cTraceStateTests {

	private final TraceState state = parse("foo=1,bar=2,baz=3");

	@Test
	void movesAChangedEntryToTheLeft() {
		assertThat(this.state.toBuilder().put("baz", "4").build()).hasToString("baz=4,foo=1,bar=2");
		TraceState sdks = TraceState.builder().put("b", "2").put("a", "1").build();
		assertThat(sdks.toBuilder().put("b", "3").build().asMap().keySet()).as("the SDK's stays")
			.first()
			.isEqualTo("a");
	}

	@Test
	void putsANewEntryToTheLeft() {
		assertThat(this.state.toBuilder().put("new", "4").build()).hasToString("new=4,foo=1,bar=2,baz=3");
	}

	@Test
	void keepsTheOrderOfTheRest() {
		assertThat(this.state.toBuilder().remove("bar").remove("unknown").build()).hasToString("foo=1,baz=3");
	}

	@Test
	void makesRoomForANewEntry() {
		TraceState full = parse(
				IntStream.range(0, 32).mapToObj((i) -> "k" + i + "=" + i).collect(Collectors.joining(",")));
		TraceState changed = full.toBuilder().put("new", "1").build();
		assertThat(changed.size()).isEqualTo(32);
		assertThat(changed.get("new")).isEqualTo("1");
		assertThat(changed.get("k30")).isEqualTo("30");
		assertThat(changed.get("k31")).isNull();
	}

	@Test
	void ignoresWhatTheGrammarForbids() {
		assertThat(this.state.toBuilder().put("UPPER", "1").put("new", "a,b").put(null, "1").put("new", null).build())
			.isEqualTo(this.state);
	}

	@Test
	void leavesTheOriginalAlone() {
		this.state.toBuilder().put("foo", "9").remove("bar").build();
		assertThat(this.state).hasToString("foo=1,bar=2,baz=3");
	}

	@Test
	void isEmptyWhenAllIsRemoved() {
		TraceState empty = parse("foo=1").toBuilder().remove("foo").build();
		assertThat(empty.isEmpty()).isTrue();
		assertThat(empty).isEqualTo(parse(""));
	}

	@Test
	void readsWhatItHas() {
		assertThat(this.state.get("bar")).isEqualTo("2");
		assertThat(this.state.get(null)).isNull();
		assertThat(this.state.asMap()).containsExactly(Map.entry("foo", "1"), Map.entry("bar", "2"),
				Map.entry("baz", "3"));
	}

	private static TraceState parse(String header) {
		return W3cTraceState.parse(List.of(header).iterator());
	}

}
