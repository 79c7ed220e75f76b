package io.github.observability.tracing.tail;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.observability.tracing.export.DropReason;
import io.github.observability.tracing.export.SpanCounter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

/**
 * Tail sampler behind a real tracer, with a clock for waiting that the test moves.
 */
final class TailSamplingFixture implements AutoCloseable {

	private final AtomicLong nanoTime = new AtomicLong(TimeUnit.DAYS.toNanos(25));

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final SpanCounter counts = new SpanCounter();

	private final SpanBuffer buffer;

	private final TailSamplingSpanProcessor processor;

	private final SdkTracerProvider provider;

	private final Tracer tracer;

	TailSamplingFixture(int maxSpans, Sampler sampler) {
		this(maxSpans, maxSpans, sampler, List.of());
	}

	TailSamplingFixture(int maxSpans, int maxDecided, Sampler sampler, List<SpanProcessor> processors) {
		TailSamplingProperties properties = new TailSamplingProperties(true, Duration.ofHours(2), Map.of(), false,
				Duration.ofSeconds(1), maxSpans, 512, Duration.ofSeconds(30));
		DropReporter drops = new DropReporter(this.counts, properties, 100_000);
		this.buffer = new SpanBuffer(properties, maxDecided, false, this.nanoTime::get, drops);
		List<SpanProcessor> exporting = processors.isEmpty() ? List.of(SimpleSpanProcessor.create(this.exporter))
				: processors;
		this.processor = new TailSamplingSpanProcessor(this.buffer, new ExportQueue(exporting, 1_000_000, drops),
				new SlowRoutes(Duration.ofHours(2), Map.of(), false), this.counts);
		// The test sweeps: a sweep at the same time would export after it looked.
		this.processor.start(Duration.ofDays(1));
		this.provider = SdkTracerProvider.builder()
			.setSampler(new RecordOnlySampler(sampler, this.processor::isRecording))
			.addSpanProcessor(this.processor)
			.build();
		this.tracer = this.provider.get("test");
	}

	Span request() {
		return this.tracer.spanBuilder("request").setNoParent().setSpanKind(SpanKind.SERVER).startSpan();
	}

	Span work(String name) {
		return this.tracer.spanBuilder(name).setNoParent().startSpan();
	}

	Span child(Span parent, String name) {
		return this.tracer.spanBuilder(name).setParent(Context.root().with(parent)).startSpan();
	}

	void pass(Duration duration) {
		this.nanoTime.addAndGet(duration.toNanos());
		this.processor.sweep();
	}

	List<SpanData> exported() {
		return this.exporter.getFinishedSpanItems();
	}

	SpanBuffer buffer() {
		return this.buffer;
	}

	SpanCounter counts() {
		return this.counts;
	}

	long sampled(TailSamplingReason reason) {
		return this.processor.meters().sampledSoFar(reason);
	}

	long dropped() {
		long dropped = 0;
		for (DropReason reason : DropReason.values()) {
			dropped += this.counts.droppedSoFar(reason);
		}
		return dropped;
	}

	@Override
	public void close() {
		this.provider.close();
	}

}
