package io.github.observability.tracing;

import java.util.List;
import java.util.function.Consumer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spans of all kinds of observations beside those that Micrometer's handlers make.
 */
class SpanTaggingTests {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final SpanTagging tagging = new SpanTagging();

	@ParameterizedTest
	@EnumSource
	void saysWhatMicrometersHandlersSay(Way way) {
		assertSame(way,
				(observation) -> observation.lowCardinalityKeyValue("city", "berlin")
					.lowCardinalityKeyValue("both", "low")
					.highCardinalityKeyValue("both", "high")
					.highCardinalityKeyValue("ride", "7")
					.contextualName("GET /rides"));
		assertSame(way, (observation) -> observation.error(new IllegalStateException("failed")));
	}

	@ParameterizedTest
	@EnumSource
	void takesTheKeyOfAnErrorForAnError(Way way) {
		SpanData span = assertSame(way, (observation) -> observation.lowCardinalityKeyValue("Error", "out of cars")
			.lowCardinalityKeyValue("city", "berlin"));
		assertThat(span.getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getName()).isEqualTo("exception"));
	}

	@ParameterizedTest
	@EnumSource
	void leavesTypesOfTheApplicationAlone(Way way) {
		TracingObservationHandler<?> own = way.own(tracer(Sampler.alwaysOn()));
		assertThat(this.tagging.postProcessAfterInitialization(own, "own")).isSameAs(own);
	}

	@ParameterizedTest
	@EnumSource
	void asksForNoKeyValuesWhereTheSpanIsNotRecorded(Way way) {
		TracingObservationHandler<?> handler = way.handler(tracer(Sampler.alwaysOff()));
		TracingObservationHandler<?> replaced = (TracingObservationHandler<?>) this.tagging
			.postProcessAfterInitialization(handler, "handler");
		assertThat(replaced).isNotSameAs(handler).isInstanceOf(handler.getClass());
		assertThat(observe(replaced, way, (observation) -> observation.lowCardinalityKeyValue("city", "berlin")))
			.isEmpty();
	}

	private SpanData assertSame(Way way, Consumer<Observation> work) {
		TracingObservationHandler<?> handler = way.handler(tracer(Sampler.alwaysOn()));
		SpanData expected = observe(handler, way, work).get(0);
		TracingObservationHandler<?> replaced = (TracingObservationHandler<?>) this.tagging
			.postProcessAfterInitialization(handler, "handler");
		SpanData actual = observe(replaced, way, work).get(0);
		assertThat(actual.getName()).isEqualTo(expected.getName());
		assertThat(actual.getKind()).isEqualTo(expected.getKind());
		assertThat(actual.getAttributes()).isEqualTo(expected.getAttributes());
		assertThat(actual.getStatus()).isEqualTo(expected.getStatus());
		assertThat(actual.getEvents()).hasSameSizeAs(expected.getEvents());
		return actual;
	}

	private List<SpanData> observe(TracingObservationHandler<?> handler, Way way, Consumer<Observation> work) {
		this.exporter.reset();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(handler);
		Observation observation = Observation.start("rides", way::context, registry);
		work.accept(observation);
		observation.stop();
		return List.copyOf(this.exporter.getFinishedSpanItems());
	}

	private Traced tracer(Sampler sampler) {
		OtelCurrentTraceContext current = new OtelCurrentTraceContext();
		io.opentelemetry.api.trace.Tracer tracer = SdkTracerProvider.builder()
			.setSampler(sampler)
			.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
			.build()
			.get("test");
		return new Traced(new OtelTracer(tracer, current, (event) -> {
		}, new OtelBaggageManager(current, List.of(), List.of())),
				new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()), tracer));
	}

	/**
	 * What handlers trace with.
	 *
	 * @param tracer the tracer
	 * @param propagator the propagator
	 */
	record Traced(Tracer tracer, Propagator propagator) {
	}

	/**
	 * Handlers of Micrometer's, and what they handle.
	 */
	enum Way {

		LOCAL {

			@Override
			TracingObservationHandler<?> handler(Traced traced) {
				return new DefaultTracingObservationHandler(traced.tracer());
			}

			@Override
			TracingObservationHandler<?> own(Traced traced) {
				return new DefaultTracingObservationHandler(traced.tracer()) {
				};
			}

			@Override
			Observation.Context context() {
				return new Observation.Context();
			}

		},

		RECEIVER {

			@Override
			TracingObservationHandler<?> handler(Traced traced) {
				return new PropagatingReceiverTracingObservationHandler<>(traced.tracer(), traced.propagator());
			}

			@Override
			TracingObservationHandler<?> own(Traced traced) {
				return new PropagatingReceiverTracingObservationHandler<ReceiverContext<String>>(traced.tracer(),
						traced.propagator()) {
				};
			}

			@Override
			Observation.Context context() {
				ReceiverContext<String> context = new ReceiverContext<>((carrier, key) -> null, Kind.SERVER);
				context.setCarrier("carrier");
				return context;
			}

		},

		SENDER {

			@Override
			TracingObservationHandler<?> handler(Traced traced) {
				return new PropagatingSenderTracingObservationHandler<>(traced.tracer(), traced.propagator());
			}

			@Override
			TracingObservationHandler<?> own(Traced traced) {
				return new PropagatingSenderTracingObservationHandler<SenderContext<String>>(traced.tracer(),
						traced.propagator()) {
				};
			}

			@Override
			Observation.Context context() {
				SenderContext<String> context = new SenderContext<>((carrier, key, value) -> {
				}, Kind.CLIENT);
				context.setCarrier("carrier");
				return context;
			}

		};

		abstract TracingObservationHandler<?> handler(Traced traced);

		abstract TracingObservationHandler<?> own(Traced traced);

		abstract Observation.Context context();

	}

}
