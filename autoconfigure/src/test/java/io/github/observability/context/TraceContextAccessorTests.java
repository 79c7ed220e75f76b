package io.github.observability.context;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TraceContextAccessorTests {

	/** Without a processor, an SDK makes no ids from 1.68 on. */
	private static final SdkTracerProvider PROVIDER = SdkTracerProvider.builder()
		.addSpanProcessor(SimpleSpanProcessor.create(InMemorySpanExporter.create()))
		.build();

	private final TraceContextAccessor accessor = new TraceContextAccessor();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final Tracer tracer = tracer();

	@BeforeEach
	void register() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(this.accessor);
		this.registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(this.tracer));
	}

	@AfterEach
	void isClean() {
		assertThat(Context.current()).isSameAs(Context.root());
		assertThat(this.registry.getCurrentObservationScope()).isNull();
	}

	@Test
	void capturesNothingWhereTheObservationIsAll() {
		assertThat(this.accessor.getValue()).isNull();
		Observation.createNotStarted("observed", this.registry)
			.observe(() -> assertThat(this.accessor.getValue()).isNull());
	}

	@Test
	void carriesBaggageWhoseScopeIsOver() {
		Observation.createNotStarted("observed", this.registry).observe(() -> {
			BaggageInScope baggage = this.tracer.createBaggageInScope("region", "eu");
			PropagatedContext context = PropagatedContext.capture();
			String traceId = traceId();
			baggage.close();
			assertThat(onThread(context, () -> this.tracer.getAllBaggage().get("region"))).isEqualTo("eu");
			assertThat(onThread(context, this::traceId)).isEqualTo(traceId);
			assertThat(this.tracer.getAllBaggage()).isEmpty();
		});
	}

	@Test
	void carriesASpanThatWasPutInScopeByHand() {
		Span span = this.tracer.nextSpan().start();
		Tracer.SpanInScope scope = this.tracer.withSpan(span);
		PropagatedContext context = PropagatedContext.capture();
		scope.close();
		assertThat(onThread(context, this::spanId)).isEqualTo(span.context().spanId());
		span.end();
	}

	@Test
	void carriesASpanByHandWithinAnObservation() {
		Observation.createNotStarted("observed", this.registry).observe(() -> {
			Span span = this.tracer.nextSpan().start();
			Tracer.SpanInScope scope = this.tracer.withSpan(span);
			PropagatedContext context = PropagatedContext.capture();
			scope.close();
			assertThat(onThread(context, this::spanId)).isEqualTo(span.context().spanId());
			span.end();
		});
	}

	/**
	 * As operators of Reactor do, whose context has both what was captured at the start
	 * and the observation of the operator.
	 */
	@Test
	void leavesAnObservationAloneThatIsNearer() {
		Observation.createNotStarted("outer", this.registry).observe(() -> {
			BaggageInScope baggage = this.tracer.createBaggageInScope("region", "eu");
			TraceContextAccessor.Captured captured = this.accessor.getValue();
			assertThat(captured).isNotNull();
			Observation.createNotStarted("inner", this.registry).observe(() -> {
				String inner = spanId();
				this.accessor.setValue(captured);
				assertThat(spanId()).isEqualTo(inner);
				this.accessor.restore();
				assertThat(spanId()).isEqualTo(inner);
			});
			baggage.close();
		});
	}

	@Test
	void leavesWhatAnObservationPut() {
		Observation.createNotStarted("observed", this.registry).observe(() -> {
			String span = spanId();
			this.accessor.setValue();
			assertThat(spanId()).isEqualTo(span);
			this.accessor.setValue();
			this.accessor.restore();
			this.accessor.restore();
			assertThat(spanId()).isEqualTo(span);
		});
		this.accessor.restore();
	}

	private String traceId() {
		Span span = this.tracer.currentSpan();
		return (span != null) ? span.context().traceId() : "none";
	}

	private String spanId() {
		Span span = this.tracer.currentSpan();
		return (span != null) ? span.context().spanId() : "none";
	}

	private <T> T onThread(PropagatedContext context, Supplier<T> supplier) {
		CompletableFuture<T> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			T value = context.supplier(supplier).get();
			assertThat(Context.current()).isSameAs(Context.root());
			result.complete(value);
		});
		thread.start();
		return result.orTimeout(10, TimeUnit.SECONDS).join();
	}

	private static Tracer tracer() {
		OtelCurrentTraceContext current = new OtelCurrentTraceContext();
		return new OtelTracer(PROVIDER.get("test"), current, (event) -> {
		}, new OtelBaggageManager(current, List.of("region"), List.of()));
	}

}
