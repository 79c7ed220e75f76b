package io.github.observability.context.propagation;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.EventListener;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.otel.bridge.Slf4JBaggageEventListener;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.slf4j.MDC;

/**
 * A scope opened and closed around a child observation, in a request with an id in the
 * MDC.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpanScopeBenchmark {

	/** Whose listeners learn of the scope. */
	@Param({ "Boot's listeners", "the starter's listeners" })
	private String listeners = "";

	private CurrentTraceContext current = CurrentTraceContext.NOOP;

	private Span parent = Span.NOOP;

	private Span child = Span.NOOP;

	/**
	 * Open the scope of the parent on the thread that measures.
	 */
	@Setup
	public void openParent() {
		EventListener[] all = this.listeners.startsWith("Boot")
				? new EventListener[] { new Slf4JEventListener(), new Slf4JBaggageEventListener(List.of()) }
				: new EventListener[] { new TraceIdsEventListener(), new ListedBaggageEventListener(List.of()) };
		OtelTracer.EventPublisher publisher = (event) -> {
			for (EventListener listener : all) {
				listener.onEvent(event);
			}
		};
		ContextStorage.addWrapper(new EventPublishingContextWrapper(publisher));
		OtelCurrentTraceContext context = new OtelCurrentTraceContext();
		Tracer tracer = new OtelTracer(SdkTracerProvider.builder().build().get("benchmark"), context, publisher,
				new OtelBaggageManager(context, List.of(), List.of()));
		MDC.put("requestId", "0af7651916cd43dd");
		this.current = context;
		this.parent = tracer.nextSpan();
		this.current.maybeScope(this.parent.context());
		this.child = Objects.requireNonNull(tracer.nextSpan(this.parent));
	}

	/**
	 * Open and close the scope of the child.
	 */
	@Benchmark
	public void child() {
		this.current.maybeScope(this.child.context()).close();
	}

	/**
	 * Open and close another scope of the parent.
	 */
	@Benchmark
	public void sameSpan() {
		this.current.maybeScope(this.parent.context()).close();
	}

}
