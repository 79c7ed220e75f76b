package io.github.observability.tracing.export;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.tracing.otel.bridge.CompositeSpanExporter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * One span of a served request on its way from Micrometer's filters to the exporter.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ExportedSpanBenchmark {

	private final Reading reading = new Reading();

	private final SpanExporter guarded = composite(
			new GuardedSpanExporter(this.reading, new UrlQueryRedactor(), (batch) -> {
			}, new SpanCounter(), System::nanoTime));

	private final SpanExporter alone = composite(this.reading);

	private final List<SpanData> batch = List.of(span());

	private static SpanExporter composite(SpanExporter exporter) {
		return new CompositeSpanExporter(List.of(exporter), List.of(), List.of(), List.of());
	}

	private static SpanData span() {
		Resource resource = Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "greetings",
				AttributeKey.stringKey("service.version"), "1.0", AttributeKey.stringKey("service.instance.id"), "a1",
				AttributeKey.stringKey("telemetry.sdk.name"), "opentelemetry"));
		Span span = SdkTracerProvider.builder()
			.setResource(resource)
			.build()
			.get("benchmark")
			.spanBuilder("http get /rides/{id}")
			.setSpanKind(SpanKind.SERVER)
			.setAttribute("method", "GET")
			.setAttribute("uri", "/rides/{id}")
			.setAttribute("status", "200")
			.setAttribute("outcome", "SUCCESS")
			.setAttribute("exception", "none")
			.setAttribute("http.url", "/rides/17")
			.startSpan();
		span.end();
		return ((ReadableSpan) span).toSpanData();
	}

	/**
	 * Export as Boot does.
	 * @return the result
	 */
	@Benchmark
	public CompletableResultCode boot() {
		return this.alone.export(this.batch);
	}

	/**
	 * Export with what the starter adds.
	 * @return the result
	 */
	@Benchmark
	public CompletableResultCode starter() {
		return this.guarded.export(this.batch);
	}

	/**
	 * Reads what OpenTelemetry's exporter reads to write a request.
	 */
	private static final class Reading implements SpanExporter {

		private int read;

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			for (SpanData span : spans) {
				this.read += System.identityHashCode(span.getResource());
				this.read += span.getTotalAttributeCount() - span.getAttributes().size();
				span.getAttributes().forEach((key, value) -> this.read += key.getKey().length());
				this.read += span.getTotalRecordedEvents() - span.getEvents().size();
				this.read += span.getTotalRecordedLinks() - span.getLinks().size();
			}
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
