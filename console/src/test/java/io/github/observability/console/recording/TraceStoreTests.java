package io.github.observability.console.recording;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TraceStore}.
 */
class TraceStoreTests {

	@Test
	void dropsTheOldestBeyondTheNumber() {
		TraceStore store = new TraceStore(3, Long.MAX_VALUE);
		IntStream.range(0, 10).forEach((i) -> store.add(span("trace" + i, "a", null, 0, 1, Map.of())));
		assertThat(store.all()).extracting(TraceStore.Snapshot::traceId).containsExactly("trace7", "trace8", "trace9");
		assertThat(store.evictedCount()).isEqualTo(7);
		assertThat(store.newest((trace) -> true, 2)).extracting(TraceStore.Snapshot::traceId)
			.containsExactly("trace9", "trace8");
	}

	@Test
	void dropsTheOldestBeyondTheSize() {
		TraceStore store = new TraceStore(1_000_000, 100_000);
		for (int i = 0; i < 1000; i++) {
			store.add(span("trace" + i, "a", null, 0, 1, Map.of("text", "x".repeat(1000))));
			assertThat(store.bytes()).isLessThanOrEqualTo(100_000);
		}
		assertThat(store.size()).isBetween(20, 100);
	}

	@Test
	void boundsTheSpansOfATrace() {
		TraceStore store = new TraceStore(10, Long.MAX_VALUE);
		IntStream.range(0, 3000).forEach((i) -> store.add(span("t", "s" + i, "root", 0, 1, Map.of())));
		assertThat(store.find("t").spans()).hasSize(2000);
		assertThat(store.find("t").omitted()).isEqualTo(1000);
	}

	@Test
	void addsWhatIsFoundOutAboutASpanLater() {
		TraceStore store = new TraceStore(10, Long.MAX_VALUE);
		store.add(span("t", "root", null, 1, 20, Map.of()));
		assertThat(store.find("t").root().events()).isEmpty();
		long before = store.bytes();
		RecordedSpan.Event event = RecordedSpan.Event.of(EventData.create(20, "profile",
				Attributes.of(AttributeKey.stringArrayKey("profile.frames"), List.of("80 % a.B.c", "20 % d.E.f"))));
		store.add("t", "root", event);
		store.add("t", "missing", event);
		store.add("missing", "root", event);
		assertThat(store.find("t").root().events()).singleElement()
			.satisfies((added) -> assertThat(added.attributes()).containsEntry("profile.frames",
					"80 % a.B.c\n20 % d.E.f"));
		assertThat(store.bytes()).isGreaterThan(before + 100);
	}

	@Test
	void findsTheRootWhateverEndsFirst() {
		TraceStore store = new TraceStore(10, Long.MAX_VALUE);
		store.add(span("t", "child", "root", 5, 10, Map.of()));
		assertThat(store.find("t").root().spanId()).isEqualTo("child");
		store.add(span("t", "root", "elsewhere", 1, 20, Map.of()));
		assertThat(store.find("t").root().spanId()).isEqualTo("root");
	}

	@Test
	void endsAtACycle() {
		TraceStore store = new TraceStore(10, Long.MAX_VALUE);
		store.add(span("t", "a", "b", 1, 2, Map.of()));
		store.add(span("t", "b", "a", 1, 2, Map.of()));
		assertThat(store.find("t").root()).isNotNull();
		assertThat(store.find("t").below("a")).extracting(RecordedSpan::spanId).containsExactlyInAnyOrder("a", "b");
		assertThat(store.find("t").summary().spans()).isEqualTo(2);
	}

	@Test
	void findsWhatASpanLedTo() {
		TraceStore store = new TraceStore(10, Long.MAX_VALUE);
		store.add(span("t", "c", "b", 3, 4, Map.of()));
		store.add(span("t", "b", "a", 2, 5, Map.of()));
		store.add(span("t", "a", null, 1, 9, Map.of()));
		store.add(span("t", "d", "a", 6, 7, Map.of()));
		assertThat(store.find("t").below("b")).extracting(RecordedSpan::spanId).containsExactly("b", "c");
	}

	static RecordedSpan span(String traceId, String spanId, @Nullable String parentId, long start, long end,
			Map<String, Object> attributes) {
		return new RecordedSpan(traceId, spanId, parentId, false, "span " + spanId, "INTERNAL", start * 1_000_000,
				end * 1_000_000, false, "", false, attributes, List.of(), List.of());
	}

}
