package io.github.observability.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.github.observability.RecordedNames;
import io.github.observability.SemanticConvention;
import io.github.observability.console.recording.ConsoleRecorder;
import io.github.observability.console.recording.EventHub;
import io.github.observability.console.recording.LineRecorder;
import io.github.observability.console.recording.LineStore;
import io.github.observability.console.recording.Moments;
import io.github.observability.console.recording.RunHistory;
import io.github.observability.console.recording.SignalRecorder;
import io.github.observability.console.recording.SpanRecorder;
import io.github.observability.console.recording.TraceStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Traffic of a whole day on a clock of its own: memory stays below its bound, and the
 * pages stay small.
 */
@Tag("alone")
class ConsoleBoundsIntegrationTests {

	private static final long MAX_HEAP = 30L << 20;

	private static final int REQUESTS_A_SECOND = 5;

	private final AtomicLong nanos = new AtomicLong(Duration.ofDays(20_000).toNanos());

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final SpanRecorder spans = new SpanRecorder();

	private final Tracer tracer = SdkTracerProvider.builder()
		.addSpanProcessor(this.spans)
		.setClock(new VirtualClock())
		.build()
		.get("test");

	private final LoggerContext logback = new LoggerContext();

	@Test
	void holdsADayOfTrafficWithinItsBounds() {
		for (int i = 0; i < 40; i++) {
			Gauge.builder("observability.saturation", () -> 0.5).tag("resource", "pool." + i).register(this.registry);
		}
		int seconds = Boolean.getBoolean("tests.full") ? 24 * 60 * 60 : 30 * 60;
		long before = usedHeap();
		Console console = new Console();
		console.run(seconds / 2);
		long half = console.usedHeap() - before;
		console.run(seconds - seconds / 2);
		long whole = console.usedHeap() - before;
		long started = System.nanoTime();
		int bytes = console.page("/api/now") + console.page("/api/requests") + console.page("/api/lines");
		double millis = (System.nanoTime() - started) / 1e6;
		System.out.printf("%d s of traffic: %.1f MB after half, %.1f MB at the end; three pages %d kB in %.0f ms%n",
				seconds, half / 1048576.0, whole / 1048576.0, bytes / 1024, millis);
		assertThat(console.traces.evictedCount()).isPositive();
		assertThat(whole).isLessThan(MAX_HEAP);
		assertThat(whole - half).isLessThan(3 << 20);
		assertThat(bytes).isLessThan(3 << 20);
		assertThat(millis).isLessThan(5_000);
	}

	private static long usedHeap() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	/** The console with its default bounds. */
	private final class Console {

		private final TraceStore traces = new TraceStore(5000, (20L << 20) * 3 / 4);

		private final LineRecorder lines = new LineRecorder((text) -> text, (key) -> false,
				new LineStore(5000, (20L << 20) / 4));

		private final SignalRecorder signals = new SignalRecorder(ConsoleBoundsIntegrationTests.this.registry,
				RecordedNames.of(SemanticConvention.MICROMETER));

		private final Moments moments = new Moments();

		private final RunHistory runs = new RunHistory(ConsoleJson.MAPPER, null, 0);

		private final ConsoleApi api = new ConsoleApi(new ConsoleInfo("test", "1", 0), this.traces, this.lines,
				this.signals, this.moments, this.runs, null, null, null, ConsoleBoundsIntegrationTests.this.registry,
				ConsoleJson.MAPPER);

		private final ConsoleRecorder recorder = new ConsoleRecorder(ConsoleBoundsIntegrationTests.this.spans,
				(span) -> span, this.lines, this.traces, this.signals, this.moments, this.runs, new EventHub(),
				ConsoleJson.MAPPER);

		Console() {
			ConsoleBoundsIntegrationTests.this.logback.setMDCAdapter(MDC.getMDCAdapter());
			this.lines.attach(ConsoleBoundsIntegrationTests.this.logback);
		}

		void run(int seconds) {
			AtomicLong nanos = ConsoleBoundsIntegrationTests.this.nanos;
			for (int second = 0; second < seconds; second++) {
				for (int request = 0; request < REQUESTS_A_SECOND; request++) {
					serve(second * REQUESTS_A_SECOND + request);
				}
				nanos.addAndGet(1_000_000_000L - REQUESTS_A_SECOND * 40_000_000L);
				this.recorder.record(nanos.get() / 1_000_000);
			}
		}

		/** A request of 40 ms with three statements, a call and two lines. */
		private void serve(int number) {
			Logger logger = ConsoleBoundsIntegrationTests.this.logback.getLogger("com.example.Orders" + number % 7);
			Span server = span("http get /orders/{id}", SpanKind.SERVER, Context.root());
			server.setAttribute("method", "GET").setAttribute("uri", "/orders/{id}/" + number % 300);
			server.setAttribute("status", "200").setAttribute("http.url", "/orders/" + number);
			Context context = Context.root().with(server);
			for (int i = 0; i < 3; i++) {
				Span query = span("query", SpanKind.CLIENT, context);
				query.setAttribute("jdbc.query[0]",
						"select o.id, o.name, o.customer, o.placed_at from orders o where o.id = " + i);
				ConsoleBoundsIntegrationTests.this.nanos.addAndGet(8_000_000);
				query.end();
			}
			MDC.put("traceId", server.getSpanContext().getTraceId());
			logger.info("Loaded order {} of customer {}", number, "customer-" + number % 1000);
			logger.info("Answered order {}", number);
			MDC.remove("traceId");
			ConsoleBoundsIntegrationTests.this.nanos.addAndGet(16_000_000);
			if (number % 50 == 0) {
				server.setStatus(StatusCode.ERROR);
			}
			server.end();
		}

		private Span span(String name, SpanKind kind, Context parent) {
			return ConsoleBoundsIntegrationTests.this.tracer.spanBuilder(name)
				.setSpanKind(kind)
				.setParent(parent)
				.startSpan();
		}

		int page(String path) {
			ConsoleResponse response = this.api.handle(path, new HashMap<>(Map.of("limit", "500")));
			assertThat(response).isNotNull();
			return response.body().length;
		}

		/** With all that pages make and hold. */
		long usedHeap() {
			List<Integer> pages = new ArrayList<>();
			for (String page : List.of("/api/now", "/api/requests", "/api/lines", "/api/runs", "/api/findings")) {
				pages.add(page(page));
			}
			assertThat(pages).allMatch((bytes) -> bytes > 0);
			this.traces.all().forEach(TraceStore.Snapshot::summary);
			return ConsoleBoundsIntegrationTests.usedHeap();
		}

	}

	private final class VirtualClock implements Clock {

		@Override
		public long now() {
			return ConsoleBoundsIntegrationTests.this.nanos.get();
		}

		@Override
		public long nanoTime() {
			return ConsoleBoundsIntegrationTests.this.nanos.get();
		}

	}

}
