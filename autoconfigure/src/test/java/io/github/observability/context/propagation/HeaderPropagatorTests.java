package io.github.observability.context.propagation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which headers Boot's properties choose.
 */
class HeaderPropagatorTests {

	private static final SpanContext SPAN = SpanContext.create(TraceHeaderCase.TRACE_ID, TraceHeaderCase.SPAN_ID,
			TraceFlags.getSampled(), TraceState.getDefault());

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PropagationAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class));

	@Test
	void takesThePlaceOfBoots() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			TextMapPropagator propagator = context.getBean(ContextPropagators.class).getTextMapPropagator();
			assertThat(HeaderCarrier.injectedBy(propagator, SPAN))
				.hasToString(Map.of("traceparent", List.of(TraceHeaderCase.PARENT)).toString());
			HeaderCarrier several = new HeaderCarrier().add("traceparent", TraceHeaderCase.PARENT)
				.add("traceparent", TraceHeaderCase.PARENT);
			assertThat(Span.fromContext(several.extractedBy(propagator)).getSpanContext().isValid()).isFalse();
		});
	}

	@Test
	void readsBothFormsOfB3Once() {
		this.runner.run((context) -> {
			TextMapPropagator propagator = context.getBean(ContextPropagators.class).getTextMapPropagator();
			assertThat(propagator.fields()).contains("traceparent", "b3", "X-B3-TraceId", "X-B3-SpanId",
					"X-B3-Sampled");
			HeaderCarrier single = new HeaderCarrier().add("b3",
					TraceHeaderCase.TRACE_ID + "-" + TraceHeaderCase.SPAN_ID + "-1");
			HeaderCarrier several = new HeaderCarrier().add("X-B3-TraceId", TraceHeaderCase.TRACE_ID)
				.add("X-B3-SpanId", TraceHeaderCase.SPAN_ID)
				.add("X-B3-Sampled", "1");
			assertThat(List.of(single, several)).allSatisfy((carrier) -> {
				SpanContext extracted = Span.fromContext(carrier.extractedBy(propagator)).getSpanContext();
				assertThat(extracted.getTraceId()).isEqualTo(TraceHeaderCase.TRACE_ID);
				assertThat(extracted.isSampled()).isTrue();
			});
			assertThat(Span.fromContext(new HeaderCarrier().extractedBy(propagator)).getSpanContext().isValid())
				.isFalse();
		});
	}

	@Test
	void leavesBootsWhenDisabled() {
		this.runner.withPropertyValues("observability.context.enabled=false").run((context) -> {
			TextMapPropagator propagator = context.getBean(ContextPropagators.class).getTextMapPropagator();
			HeaderCarrier several = new HeaderCarrier().add("traceparent", TraceHeaderCase.PARENT)
				.add("traceparent", TraceHeaderCase.PARENT);
			assertThat(Span.fromContext(several.extractedBy(propagator)).getSpanContext().isValid())
				.as("Boot takes the first of several")
				.isTrue();
		});
	}

	@Test
	void backsOffWithoutTheBridge() {
		this.runner.withClassLoader(new FilteredClassLoader(OtelBaggageManager.class.getPackageName()))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HeaderPropagatorPostProcessor.class));
	}

	@Test
	void leavesThePropagatorOfTheUserAlone() {
		TextMapPropagator own = TextMapPropagator.noop();
		this.runner.withPropertyValues("observability.context.baggage.restricted=false")
			.withBean("own", TextMapPropagator.class, () -> own)
			.run((context) -> assertThat(context.getBean("own")).isSameAs(own));
	}

	@Test
	void sendsNothingWhereBootSendsNothing() {
		this.runner.withPropertyValues("management.tracing.export.enabled=false").run((context) -> {
			TextMapPropagator propagator = context.getBean(ContextPropagators.class).getTextMapPropagator();
			assertThat(HeaderCarrier.injectedBy(propagator, SPAN)).hasToString("{}");
		});
	}

	@ParameterizedTest
	@CsvSource({ "W3C, traceparent", "B3, b3", "B3_MULTI, x-b3-traceid" })
	void sendsWhatIsProduced(String type, String header) {
		this.runner.withPropertyValues("management.tracing.propagation.produce=" + type).run((context) -> {
			TextMapPropagator propagator = context.getBean(ContextPropagators.class).getTextMapPropagator();
			HeaderCarrier sent = HeaderCarrier.injectedBy(propagator, SPAN);
			assertThat(sent.values(header)).singleElement().asString().contains(TraceHeaderCase.TRACE_ID);
		});
	}

	@Test
	void findsB3HeadersBesideBaggage() {
		HeaderCarrier headers = new HeaderCarrier()
			.add("b3", TraceHeaderCase.TRACE_ID + "-" + TraceHeaderCase.SPAN_ID + "-1")
			.add("baggage", "region=eu");
		this.runner.withPropertyValues("management.tracing.baggage.remote-fields=region").run((context) -> {
			Context extracted = headers.extractedBy(context.getBean(ContextPropagators.class).getTextMapPropagator());
			assertThat(Span.fromContext(extracted).getSpanContext().getTraceId()).isEqualTo(TraceHeaderCase.TRACE_ID);
			assertThat(Baggage.fromContext(extracted).getEntryValue("region")).isEqualTo("eu");
		});
		this.runner.withPropertyValues("observability.context.enabled=false").run((context) -> {
			Context extracted = headers.extractedBy(context.getBean(ContextPropagators.class).getTextMapPropagator());
			assertThat(Span.fromContext(extracted).getSpanContext().isValid()).as("plain Boot").isFalse();
		});
	}

	@ParameterizedTest
	@CsvSource({ "256, true", "5, true", "4, false" })
	void takesBaggageUpToTheLengthThatIsSet(int longest, boolean taken) {
		HeaderCarrier headers = new HeaderCarrier().add("baggage", "region=north");
		this.runner
			.withPropertyValues("management.tracing.baggage.remote-fields=region",
					"observability.context.baggage.max-length=" + longest)
			.run((context) -> assertThat(Baggage
				.fromContext(headers.extractedBy(context.getBean(ContextPropagators.class).getTextMapPropagator()))
				.getEntryValue("region")).isEqualTo(taken ? "north" : null));
	}

	@Test
	void readsEachHeaderOnceWhateverTypeTheOthersHave() {
		HeaderCarrier headers = new HeaderCarrier().add("traceparent", TraceHeaderCase.PARENT)
			.add("tracestate", "foo=1");
		List<String> read = new ArrayList<>();
		TextMapGetter<HeaderCarrier> getter = new TextMapGetter<>() {

			@Override
			public Iterable<String> keys(HeaderCarrier carrier) {
				return HeaderCarrier.GETTER.keys(carrier);
			}

			@Override
			public String get(HeaderCarrier carrier, String key) {
				read.add(key);
				if (key.equals("baggage")) {
					throw new ClassCastException("a number");
				}
				return HeaderCarrier.GETTER.get(carrier, key);
			}

			@Override
			public Iterator<String> getAll(HeaderCarrier carrier, String key) {
				read.add(key);
				if (key.equals("baggage")) {
					throw new ClassCastException("a number");
				}
				return HeaderCarrier.GETTER.getAll(carrier, key);
			}

		};
		this.runner.withPropertyValues("management.tracing.propagation.type=w3c").run((context) -> {
			Context extracted = context.getBean(ContextPropagators.class)
				.getTextMapPropagator()
				.extract(Context.root(), headers, getter);
			assertThat(Span.fromContext(extracted).getSpanContext().getTraceId()).isEqualTo(TraceHeaderCase.TRACE_ID);
			assertThat(read).contains("baggage").doesNotHaveDuplicates();
		});
	}

	@Test
	void prefersTheTypeThatComesFirst() {
		HeaderCarrier headers = new HeaderCarrier().add("traceparent", TraceHeaderCase.PARENT)
			.add("b3", "a".repeat(32) + "-" + TraceHeaderCase.SPAN_ID + "-1");
		this.runner.withPropertyValues("management.tracing.propagation.consume=b3,w3c").run((context) -> {
			Context extracted = headers.extractedBy(context.getBean(ContextPropagators.class).getTextMapPropagator());
			assertThat(Span.fromContext(extracted).getSpanContext().getTraceId()).isEqualTo("a".repeat(32));
		});
	}

	@Test
	void takesNoBaggageWhereItIsOff() {
		HeaderCarrier headers = new HeaderCarrier().add("traceparent", TraceHeaderCase.PARENT)
			.add("baggage", "region=eu");
		this.runner.withPropertyValues("management.tracing.baggage.enabled=false").run((context) -> {
			Context extracted = headers.extractedBy(context.getBean(ContextPropagators.class).getTextMapPropagator());
			assertThat(Baggage.fromContext(extracted).isEmpty()).isTrue();
		});
	}

}
