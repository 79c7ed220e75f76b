package io.github.observability.cost;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sizes of spans beside those that OpenTelemetry's exporter really sends.
 */
class SpanSizeTests {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "rides",
				AttributeKey.stringArrayKey("process.command_args"), List.of("-Xmx1g", "App"))))
		.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
		.build();

	@Test
	void aSpanWithAllThatItCanHave() {
		Tracer tracer = this.provider.tracerBuilder("scope").setInstrumentationVersion("1.0").build();
		TraceState state = TraceState.builder().put("ot", "th:8").put("a", "b").build();
		SpanContext remote = SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getSampled(), state);
		Span span = tracer.spanBuilder("GET /rides/{id}")
			.setSpanKind(SpanKind.SERVER)
			.setParent(Context.root().with(Span.wrap(remote)))
			.addLink(remote, Attributes.of(AttributeKey.stringKey("link"), "Zürich"))
			.setAttribute("text", "Zürich € 😀")
			.setAttribute("empty", "")
			.setAttribute("flag", false)
			.setAttribute("long", -1L)
			.setAttribute("zero", 0L)
			.setAttribute("double", 0.0)
			.setAttribute(AttributeKey.longArrayKey("longs"), List.of(1L, 300L))
			.setAttribute(AttributeKey.doubleArrayKey("doubles"), List.of(1.0, 2.0))
			.setAttribute(AttributeKey.booleanArrayKey("flags"), List.of(true, false))
			.startSpan();
		span.addEvent("exception", Attributes.of(AttributeKey.stringKey("exception.stacktrace"), "x".repeat(5_000)));
		span.setStatus(StatusCode.ERROR, "failed");
		span.end();
		assertExact();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void batchesOfTraces(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 100; i++) {
			Tracer tracer = this.provider.get("scope" + random.nextInt(3));
			Span root = tracer.spanBuilder("root").setSpanKind(SpanKind.SERVER).startSpan();
			for (int j = random.nextInt(5); j > 0; j--) {
				SpanBuilder child = tracer.spanBuilder("select " + "x".repeat(random.nextInt(200)))
					.setParent(Context.root().with(root));
				for (int k = random.nextInt(10); k > 0; k--) {
					child.setAttribute("key" + k, "v".repeat(random.nextInt(300)));
				}
				child.startSpan().end(random.nextInt(1_000), TimeUnit.SECONDS);
			}
			root.end();
		}
		assertExact();
	}

	@Test
	void addsUpByRouteAndSource() {
		SpanVolumes volumes = new SpanVolumes();
		SpanBatches batches = new SpanBatches(volumes);
		Tracer tracer = this.provider.get("scope");
		Span root = tracer.spanBuilder("root")
			.setSpanKind(SpanKind.SERVER)
			.setAttribute("http.route", "/rides/{id}")
			.startSpan();
		Context inside = Context.root().with(root);
		tracer.spanBuilder("select")
			.setParent(inside)
			.setSpanKind(SpanKind.CLIENT)
			.setAttribute("db.query.text", "select 1")
			.startSpan()
			.end();
		Span late = tracer.spanBuilder("late").setParent(inside).startSpan();
		root.end();
		late.end();
		List<SpanData> spans = this.exporter.getFinishedSpanItems();
		batches.delivered(spans.subList(0, 1));
		batches.delivered(spans.subList(1, 3));
		long bytes = spans.stream().mapToLong(SpanSize::of).sum();
		assertThat(volumes.byRoute()).containsOnly(Map.entry("/rides/{id}", new Volume(3, bytes)));
		assertThat(volumes.bySource().keySet()).containsExactlyInAnyOrder(TelemetrySource.REQUESTS_SERVED,
				TelemetrySource.DATABASES, TelemetrySource.OTHER);
		assertThat(volumes.total().count()).isEqualTo(3);
		assertThat(volumes.total().bytes())
			.isEqualTo(TraceRequestMarshaler.create(spans.subList(0, 1)).getBinarySerializedSize()
					+ TraceRequestMarshaler.create(spans.subList(1, 3)).getBinarySerializedSize());
	}

	@Test
	void staysSmallWhateverIsDelivered() {
		SpanVolumes volumes = new SpanVolumes();
		for (int i = 0; i < 100_000; i++) {
			volumes.add("trace" + i, true, "/route" + i, TelemetrySource.REQUESTS_SERVED, 100);
			volumes.add("orphan" + i, false, null, TelemetrySource.OTHER, 100);
		}
		assertThat(volumes.byRoute()).hasSize(201).containsEntry(SpanVolumes.OTHER, new Volume(99_800, 9_980_000));
		assertThat(volumes.total()).isEqualTo(new Volume(200_000, 20_000_000));
	}

	private void assertExact() {
		List<SpanData> spans = new ArrayList<>(this.exporter.getFinishedSpanItems());
		Map<SpanData, Integer> sizes = new IdentityHashMap<>();
		spans.forEach((span) -> sizes.put(span, SpanSize.of(span)));
		assertThat(SpanSize.envelope(sizes) + sizes.values().stream().mapToInt(Integer::intValue).sum())
			.isEqualTo(TraceRequestMarshaler.create(spans).getBinarySerializedSize());
	}

}
