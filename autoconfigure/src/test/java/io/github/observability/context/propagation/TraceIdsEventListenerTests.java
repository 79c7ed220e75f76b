package io.github.observability.context.propagation;

import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("try")
class TraceIdsEventListenerTests {

	/** Without a processor, an SDK makes no ids from 1.68 on. */
	private static final SdkTracerProvider PROVIDER = SdkTracerProvider.builder()
		.addSpanProcessor(SimpleSpanProcessor.create(InMemorySpanExporter.create()))
		.build();

	private final Slf4JEventListener listener = new TraceIdsEventListener();

	private final OtelTracer.EventPublisher publisher = this.listener::onEvent;

	/** What Boot wraps around the storage of the process. */
	private final ContextStorage storage = new EventPublishingContextWrapper(this.publisher)
		.apply(ContextStorage.get());

	private final Tracer tracer = tracer();

	private Tracer tracer() {
		OtelCurrentTraceContext current = new OtelCurrentTraceContext();
		return new OtelTracer(PROVIDER.get("test"), current, this.publisher,
				new OtelBaggageManager(current, List.of(), List.of()));
	}

	@BeforeEach
	@AfterEach
	void clear() {
		MDC.clear();
	}

	@Test
	void hasTheIdsOfTheCurrentSpan() {
		Span parent = this.tracer.nextSpan();
		try (Scope ignored = open(parent)) {
			assertIds(parent);
			Span child = this.tracer.nextSpan(parent);
			try (Scope inner = open(child)) {
				assertIds(child);
			}
			assertIds(parent);
		}
		assertThat(MDC.get("traceId")).isNull();
		assertThat(MDC.get("spanId")).isNull();
	}

	@Test
	void putsBackIdsThatSomebodyCleared() {
		Span parent = this.tracer.nextSpan();
		try (Scope ignored = open(parent)) {
			try (Scope inner = open(this.tracer.nextSpan(parent))) {
				MDC.clear();
			}
			assertIds(parent);
		}
	}

	@Test
	void restoresAnotherTrace() {
		Span parent = this.tracer.nextSpan();
		Span other = this.tracer.nextSpan();
		try (Scope ignored = open(parent)) {
			assertThat(other.context().traceId()).isNotEqualTo(parent.context().traceId());
			try (Scope inner = open(other)) {
				assertIds(other);
			}
			assertIds(parent);
		}
	}

	@Test
	void hasNoIdsOfASpanThatIsNotValid() {
		Span parent = this.tracer.nextSpan();
		try (Scope ignored = open(parent)) {
			Context none = Context.current().with(io.opentelemetry.api.trace.Span.getInvalid());
			try (Scope inner = this.storage.attach(none)) {
				assertThat(MDC.get("traceId")).isNull();
			}
			assertIds(parent);
		}
	}

	@Test
	void leavesTheMdcAsItIsWhereTheSpanStaysTheSame() {
		LogbackMDCAdapter adapter = (LogbackMDCAdapter) MDC.getMDCAdapter();
		Span parent = this.tracer.nextSpan();
		try (Scope ignored = open(parent)) {
			Map<String, String> copied = adapter.getPropertyMap();
			try (Scope inner = open(parent)) {
				assertThat(adapter.getPropertyMap()).isSameAs(copied);
			}
			assertThat(adapter.getPropertyMap()).isSameAs(copied);
		}
	}

	@Test
	void leavesKeysOfOthersAlone() {
		MDC.put("tenant", "acme");
		try (Scope ignored = open(this.tracer.nextSpan())) {
			assertThat(MDC.get("tenant")).isEqualTo("acme");
		}
		assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("tenant", "acme"));
	}

	@Test
	void replacesBootsListenerUnlessThereIsAnother() {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(PropagationAutoConfiguration.class));
		runner.run((context) -> assertThat(context).getBean(Slf4JEventListener.class)
			.isInstanceOf(TraceIdsEventListener.class));
		runner.withPropertyValues("observability.context.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(Slf4JEventListener.class));
		Slf4JEventListener own = new Slf4JEventListener("trace_id", "span_id");
		runner.withBean(Slf4JEventListener.class, () -> own)
			.run((context) -> assertThat(context).getBean(Slf4JEventListener.class).isSameAs(own));
	}

	private Scope open(Span span) {
		io.opentelemetry.api.trace.Span otel = OtelSpan.toOtel(span);
		return this.storage.attach(Context.current().with(otel));
	}

	private static void assertIds(Span span) {
		assertThat(MDC.get("traceId")).isEqualTo(span.context().traceId());
		assertThat(MDC.get("spanId")).isEqualTo(span.context().spanId());
	}

}
