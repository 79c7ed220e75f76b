package io.github.observability.tracing.sampling;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.State;

/**
 * One span from start to end, in scope and with six attributes, as for a served request.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadSamplerBenchmark {

	private final Tracer sampling = tracer(Sampler.parentBased(Sampler.alwaysOn()));

	private final Tracer dropping = tracer(Sampler.parentBased(Sampler.alwaysOff()));

	private final Tracer headSampling = tracer(starter(Sampler.alwaysOn(), ProbabilityThreshold.ALWAYS));

	private final Tracer headDropping = tracer(starter(Sampler.alwaysOff(), ProbabilityThreshold.NEVER));

	private final Tracer ratioDropping = tracer(Sampler.parentBased(Sampler.traceIdRatioBased(1e-9)));

	private final Tracer thresholdDropping = tracer(
			starter(Sampler.traceIdRatioBased(1e-9), ProbabilityThreshold.of(1e-9)));

	/**
	 * A span sampled at its head, handed to a batch processor.
	 */
	@Benchmark
	public void headSampled() {
		span(this.sampling);
	}

	/**
	 * A span that is not sampled.
	 */
	@Benchmark
	public void dropped() {
		span(this.dropping);
	}

	/**
	 * A span sampled at its head through the starter's sampler, with its threshold.
	 */
	@Benchmark
	public void headSampledByTheStarter() {
		span(this.headSampling);
	}

	/**
	 * A span that is not sampled, through the starter's sampler.
	 */
	@Benchmark
	public void droppedByTheStarter() {
		span(this.headDropping);
	}

	/**
	 * A span that the SDK drops by its trace id.
	 */
	@Benchmark
	public void droppedByRatio() {
		span(this.ratioDropping);
	}

	/**
	 * A span that the starter's sampler drops by its threshold.
	 */
	@Benchmark
	public void droppedByThreshold() {
		span(this.thresholdDropping);
	}

	private static Sampler starter(Sampler root, long threshold) {
		return new HeadSampler(Sampler.parentBased(root), new HeadProbability(true, threshold), List.of(), null, null,
				() -> false, new SampledRootCounter());
	}

	private static void span(Tracer tracer) {
		Span span = tracer.spanBuilder("http get /hello").setSpanKind(SpanKind.SERVER).startSpan();
		Scope scope = span.makeCurrent();
		try {
			span.setAttribute("method", "GET");
			span.setAttribute("uri", "/hello");
			span.setAttribute("status", "200");
			span.setAttribute("outcome", "SUCCESS");
			span.setAttribute("exception", "none");
			span.setAttribute("http.url", "/hello");
		}
		finally {
			scope.close();
			span.end();
		}
	}

	private static Tracer tracer(Sampler sampler) {
		return SdkTracerProvider.builder()
			.setSampler(sampler)
			.addSpanProcessor(BatchSpanProcessor.builder(new ForgetfulExporter()).build())
			.build()
			.get("benchmark");
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
