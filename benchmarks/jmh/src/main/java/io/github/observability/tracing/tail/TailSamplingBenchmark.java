package io.github.observability.tracing.tail;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.observability.tracing.export.SpanCounter;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Unsampled traces of one span and of five: the cost of recording them with
 * OpenTelemetry, of holding them, and of sampling them at the tail.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TailSamplingBenchmark {

	private static final int CHILDREN = 4;

	private final Tracer recording = tracer(new Forgetful());

	private final Tracer holding = tracer(tailSampling());

	/**
	 * Recorded, and forgotten by a processor without any work.
	 */
	@Benchmark
	public void recorded() {
		trace(this.recording, 0, StatusCode.UNSET);
	}

	/**
	 * Held until its end, and dropped.
	 */
	@Benchmark
	public void dropped() {
		trace(this.holding, 0, StatusCode.UNSET);
	}

	/**
	 * An error, passed to the batch processor as long as its queue has room.
	 */
	@Benchmark
	public void sampled() {
		trace(this.holding, 0, StatusCode.ERROR);
	}

	/**
	 * As {@link #recorded()}, with four children.
	 */
	@Benchmark
	public void recordedWithChildren() {
		trace(this.recording, CHILDREN, StatusCode.UNSET);
	}

	/**
	 * As {@link #dropped()}, with four children.
	 */
	@Benchmark
	public void droppedWithChildren() {
		trace(this.holding, CHILDREN, StatusCode.UNSET);
	}

	private static void trace(Tracer tracer, int children, StatusCode status) {
		Span root = span(tracer, Context.root());
		Context context = Context.root().with(root);
		for (int i = 0; i < children; i++) {
			span(tracer, context).end();
		}
		root.setStatus(status);
		root.end();
	}

	private static Span span(Tracer tracer, Context parent) {
		Span span = tracer.spanBuilder("http get /hello").setParent(parent).setSpanKind(SpanKind.SERVER).startSpan();
		span.setAttribute("method", "GET");
		span.setAttribute("uri", "/hello");
		span.setAttribute("status", "200");
		span.setAttribute("outcome", "SUCCESS");
		span.setAttribute("exception", "none");
		span.setAttribute("http.url", "/hello");
		return span;
	}

	private static TailSamplingSpanProcessor tailSampling() {
		TailSamplingProperties properties = new TailSamplingProperties(true, Duration.ofSeconds(1), Map.of(), false,
				Duration.ZERO, 20_000, 512, Duration.ofSeconds(30));
		SpanCounter counts = new SpanCounter();
		SpanBuffer buffer = new SpanBuffer(properties, true, System::nanoTime, counts::dropped);
		ExportQueue queue = new ExportQueue(List.of(BatchSpanProcessor.builder(new ForgetfulExporter()).build()), 2048,
				counts::dropped);
		TailSamplingSpanProcessor processor = new TailSamplingSpanProcessor(buffer, queue,
				new SlowRoutes(Duration.ofSeconds(1), Map.of(), false), counts);
		processor.start();
		return processor;
	}

	private static Tracer tracer(SpanProcessor processor) {
		return SdkTracerProvider.builder()
			.setSampler(new RecordOnly())
			.addSpanProcessor(processor)
			.build()
			.get("benchmark");
	}

	private static final class RecordOnly implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
				Attributes attributes, List<LinkData> parentLinks) {
			return SamplingResult.recordOnly();
		}

		@Override
		public String getDescription() {
			return "RecordOnly";
		}

	}

	private static final class Forgetful implements SpanProcessor {

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

	private static final class ForgetfulExporter implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
