package io.github.observability.sample.support;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SpanTreeTests {

	private final SpanTree tree = SpanTree.of(List.of(Spans.child("3", "2", "pay"), Spans.root("1", "ride"),
			Spans.child("2", "1", "book"), Spans.child("4", "1", "notify")));

	@ParameterizedTest
	@MethodSource("connected")
	void isConnected(List<ReceivedSpan> spans) {
		assertThat(SpanTree.of(spans).assertConnected().isConnected()).isTrue();
	}

	static Stream<List<ReceivedSpan>> connected() {
		return Stream.of(List.of(Spans.root("1", "a")), List.of(Spans.child("2", "1", "b"), Spans.root("1", "a")),
				List.of(Spans.remoteChild("1", "9", "a"), Spans.child("2", "1", "b")),
				List.of(Spans.remoteChild("1", "9", "a"), Spans.remoteChild("2", "9", "b")),
				List.of(Spans.span("1", "9", "sender does not tell", 1)));
	}

	@ParameterizedTest
	@MethodSource("notConnected")
	void isNotConnected(String reason, List<ReceivedSpan> spans) {
		SpanTree broken = SpanTree.of(spans);
		assertThat(broken.isConnected()).isFalse();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(broken::assertConnected)
			.withMessageContaining(reason)
			.withMessageContaining(broken.toString());
	}

	static Stream<Arguments> notConnected() {
		ReceivedSpan root = Spans.root("1", "a");
		ReceivedSpan otherTrace = new ReceivedSpan("f".repeat(32), "2", "1", "b", root.kind(), 0, 0, root.status(),
				Map.of(), Map.of(), List.of(), 0);
		return Stream.of(Arguments.of("no spans", List.of()), Arguments.of("several traces", List.of(root, otherTrace)),
				Arguments.of("span id used twice", List.of(root, root)),
				Arguments.of("span id used twice",
						List.of(root, Spans.child("2", "1", "b"), Spans.child("1", "2", "c"))),
				Arguments.of("2 roots and 0 other parents", List.of(root, Spans.root("2", "b"))),
				Arguments.of("1 roots and 1 other parents", List.of(root, Spans.remoteChild("2", "9", "b"))),
				Arguments.of("0 roots and 2 other parents",
						List.of(Spans.remoteChild("1", "8", "a"), Spans.remoteChild("2", "9", "b"))),
				Arguments.of("local parent that is not there", List.of(Spans.child("2", "9", "b"))),
				Arguments.of("own ancestors", List.of(root, Spans.child("2", "3", "b"), Spans.child("3", "2", "c"))),
				Arguments.of("own ancestors", List.of(Spans.child("2", "2", "b"))));
	}

	@Test
	void containsPathsWithoutGaps() {
		assertThat(this.tree.containsPath("ride", "book", "pay")).isTrue();
		assertThat(this.tree.containsPath("book", "pay")).isTrue();
		assertThat(this.tree.containsPath("notify")).isTrue();
		assertThat(this.tree.containsPath("ride", "pay")).isFalse();
		assertThat(this.tree.containsPath("pay", "book")).isFalse();
		assertThat(this.tree.containsPath("ride", "notify", "pay")).isFalse();
		assertThat(this.tree.containsPath("unknown")).isFalse();
	}

	@Test
	void triesEveryBranchWithTheSameName() {
		SpanTree twins = SpanTree.of(List.of(Spans.root("1", "ride"), Spans.child("2", "1", "call"),
				Spans.child("3", "1", "call"), Spans.child("4", "3", "serve")));
		assertThat(twins.containsPath("ride", "call", "serve")).isTrue();
	}

	@Test
	void refusesAnEmptyPath() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.tree.containsPath());
	}

	@Test
	void rendersChildrenBelowTheirParents() {
		assertThat(this.tree).hasToString("""
				rides INTERNAL ride 2.5 ms [1]
				  rides INTERNAL book 2.5 ms [2]
				    rides INTERNAL pay 2.5 ms [3]
				  rides INTERNAL notify 2.5 ms [4]
				""");
	}

	@Test
	void outlinesWithoutTimesAndIds() {
		assertThat(this.tree.outline(ReceivedSpan::name)).isEqualTo("""
				INTERNAL  ride
				INTERNAL    book
				INTERNAL      pay
				INTERNAL    notify
				""");
	}

	@Test
	void rendersWhatIsBroken() {
		assertThat(SpanTree.of(List.of(Spans.child("2", "9", "lost"), Spans.child("3", "3", "loop")))).hasToString("""
				(parent 9 is not there)
				  rides INTERNAL lost 2.5 ms [2]
				(own ancestor) rides INTERNAL loop 2.5 ms [3]
				""");
		assertThat(SpanTree.of(List.of())).hasToString("(no spans)");
	}

	@Test
	void rendersSpansThatShareAnIdOnceEach() {
		ReceivedSpan root = Spans.root("1", "twice");
		assertThat(SpanTree.of(List.of(root, Spans.root("1", "twice"), Spans.child("1", "1", "self"))).toString())
			.containsOnlyOnce("self")
			.hasLineCount(3);
	}

}
