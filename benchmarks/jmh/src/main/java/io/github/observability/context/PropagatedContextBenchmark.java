package io.github.observability.context;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.contextpropagation.ObservationAwareBaggageThreadLocalAccessor;
import io.micrometer.tracing.contextpropagation.ObservationAwareSpanThreadLocalAccessor;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.EventListener;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.otel.bridge.Slf4JBaggageEventListener;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.slf4j.MDC;

/**
 * The context of a request (span, request id, one MDC key, with or without baggage)
 * captured, put on a thread and taken away, with the ids in the MDC as Boot puts them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PropagatedContextBenchmark {

	/** Whether the request has a field of baggage. */
	@Param({ "none", "baggage" })
	public String carried = "none";

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final Tracer tracer = tracer();

	private final RequestLogContext request = new RequestLogContext(Map.of("X-Request-Id", "r-1")::get, "X-Request-Id",
			List.of(), List.of());

	private final ContextSnapshotFactory byMicrometer = ContextSnapshotFactory.builder()
		.contextRegistry(micrometer())
		.build();

	private Observation.@Nullable Scope scope;

	private @Nullable BaggageInScope baggage;

	private int done;

	/**
	 * Open the request on the thread that is measured.
	 */
	@Setup
	public void open() {
		new ContextAccessors(List.of(new RequestLogContextAccessor(), new MdcKeysAccessor(List.of("tenant")),
				new TraceContextAccessor()));
		this.observations.observationConfig().observationHandler(new DefaultTracingObservationHandler(this.tracer));
		this.scope = Observation.start("request", this.observations).openScope();
		if (this.carried.equals("baggage")) {
			this.baggage = this.tracer.createBaggageInScope("region", "eu");
		}
		this.request.put();
		MDC.put("tenant", "acme");
	}

	/**
	 * Close it.
	 */
	@TearDown
	public void close() {
		MDC.clear();
		if (this.baggage != null) {
			this.baggage.close();
		}
		if (this.scope != null) {
			this.scope.close();
		}
	}

	/**
	 * Carry it as the starter does.
	 * @return a count
	 */
	@Benchmark
	public int starter() {
		PropagatedContext.capture().runnable(this::task).run();
		return this.done;
	}

	/**
	 * Carry it with the accessors that Micrometer has for the same.
	 * @return a count
	 */
	@Benchmark
	public int micrometerByHand() {
		this.byMicrometer.captureAll().wrap(this::task).run();
		return this.done;
	}

	private void task() {
		this.done++;
	}

	private ContextRegistry micrometer() {
		return new ContextRegistry().registerThreadLocalAccessor(new ObservationThreadLocalAccessor(this.observations))
			.registerThreadLocalAccessor(new ObservationAwareSpanThreadLocalAccessor(this.observations, this.tracer))
			.registerThreadLocalAccessor(new ObservationAwareBaggageThreadLocalAccessor(this.observations, this.tracer))
			.registerThreadLocalAccessor(new Slf4jThreadLocalAccessor("requestId", "tenant"));
	}

	static Tracer tracer() {
		List<EventListener> listeners = List.of(new Slf4JEventListener(),
				new Slf4JBaggageEventListener(List.of("region")));
		OtelTracer.EventPublisher publisher = (event) -> listeners.forEach((listener) -> listener.onEvent(event));
		ContextStorage.addWrapper(new EventPublishingContextWrapper(publisher));
		OtelCurrentTraceContext current = new OtelCurrentTraceContext();
		return new OtelTracer(SdkTracerProvider.builder().build().get("benchmark"), current, publisher,
				new OtelBaggageManager(current, List.of("region"), List.of()));
	}

}
