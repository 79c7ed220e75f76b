package io.github.observability.tracing.analysis;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OpenTelemetrySpansTests {

	@Test
	void readsTheSpansOfTheSdk() {
		InMemorySpanExporter exporter = InMemorySpanExporter.create();
		List<TraceSpan> spans;
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor.create(exporter))
			.setResource(Resource.create(Attributes.builder().put("service.name", "rides").build()))
			.build()) {
			Span root = provider.get("test").spanBuilder("serve").setSpanKind(SpanKind.SERVER).startSpan();
			provider.get("test")
				.spanBuilder("load")
				.setParent(Context.root().with(root))
				.setStartTimestamp(7, TimeUnit.NANOSECONDS)
				.setAttribute("rows", 3)
				.startSpan()
				.setStatus(StatusCode.ERROR)
				.end(9, TimeUnit.NANOSECONDS);
			root.end();
			spans = OpenTelemetrySpans.of(exporter.getFinishedSpanItems());
		}
		assertThat(spans).satisfiesExactly((child) -> {
			assertThat(child.label()).isEqualTo("rides/load");
			assertThat(child.durationNanos()).isEqualTo(2);
			assertThat(child.failed()).isTrue();
			assertThat(child.remoteParent()).isFalse();
			assertThat(child.attributes()).containsEntry("rows", 3L);
		}, (root) -> {
			assertThat(root.isRoot()).isTrue();
			assertThat(root.kind()).isEqualTo(TraceSpan.Kind.SERVER);
		});
	}

}
