package io.github.observability.tracing.analysis;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.observability.tracing.analysis.TraceSpan.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OtlpJsonSpansTests {

	private static final String TRACE = """
			{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"rides"}}]},
			 "scopeSpans":[{"spans":[
			  {"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174","parentSpanId":"EEE19B7EC3C1B173",
			   "flags":768,"name":"http get /rides","kind":2,"startTimeUnixNano":"1544712660000000000",
			   "endTimeUnixNano":"1544712661000000001","status":{"code":2},
			   "attributes":[{"key":"status","value":{"intValue":"500"}},{"key":"ok","value":{"boolValue":true}},
			    {"key":"ratio","value":{"doubleValue":0.5}},
			    {"key":"list","value":{"arrayValue":{"values":[{"stringValue":"a"}]}}}]}]}]}]}
			""";

	@Test
	void readsWhatTheCollectorWrites() {
		assertThat(OtlpJsonSpans.read(TRACE)).singleElement().satisfies((span) -> {
			assertThat(span.traceId()).isEqualTo("5b8efff798038103d269b633813fc60c");
			assertThat(span.parentSpanId()).isEqualTo("eee19b7ec3c1b173");
			assertThat(span.remoteParent()).isTrue();
			assertThat(span.label()).isEqualTo("rides/http get /rides");
			assertThat(span.kind()).isEqualTo(Kind.SERVER);
			assertThat(span.durationNanos()).isEqualTo(1_000_000_001L);
			assertThat(span.failed()).isTrue();
			assertThat(span.attributes()).containsEntry("status", 500L)
				.containsEntry("ok", true)
				.containsEntry("ratio", 0.5)
				.containsEntry("list", List.of("a"));
		});
	}

	@Test
	void readsFormerNamesAndBase64AsOtherEncodersWrite() {
		String tempo = """
				{"batches":[{"instrumentationLibrarySpans":[{"spans":[{"traceId":"W47/95gDgQPSabYzgT/GDA==",
				"spanId":"7uGbfsPBsXQ=","name":"a","kind":"SPAN_KIND_CLIENT",
				"status":{"code":"STATUS_CODE_ERROR"},"endTimeUnixNano":"18446744073709551615"}]}]}]}
				""";
		List<TraceSpan> spans = OtlpJsonSpans.read(new ByteArrayInputStream(tempo.getBytes(StandardCharsets.UTF_8)));
		assertThat(spans).singleElement().satisfies((span) -> {
			assertThat(span.traceId()).isEqualTo("5b8efff798038103d269b633813fc60c");
			assertThat(span.spanId()).isEqualTo("eee19b7ec3c1b174");
			assertThat(span.isRoot()).isTrue();
			assertThat(span.kind()).isEqualTo(Kind.CLIENT);
			assertThat(span.failed()).isTrue();
			assertThat(span.endNanos()).isEqualTo(Long.MAX_VALUE);
		});
	}

	@Test
	void leavesOutWhatIsNoSpan() {
		assertThat(OtlpJsonSpans.read("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"x\"},7]}]},3]}"))
			.isEmpty();
		assertThat(OtlpJsonSpans.read("[]")).isEmpty();
	}

	@Test
	void saysThatATextIsNotJson() {
		assertThatIllegalArgumentException().isThrownBy(() -> OtlpJsonSpans.read("{"))
			.withMessageStartingWith("The trace is not JSON: ");
	}

}
