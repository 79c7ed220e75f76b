package io.github.observability.console.recording;

import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * What a thread pays for being recorded, by eight threads at once. Each thread empties
 * the queue once in 512 operations, as the console's own thread does four times a second:
 * a full queue would be measured otherwise. That is beyond the 99th percentile.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(8)
public class CaptureBenchmark {

	private static final int EMPTIED_EVERY = 512;

	private final SpanRecorder spans = new SpanRecorder();

	private final LineRecorder lines = new LineRecorder(UnaryOperator.identity(), (key) -> false,
			new LineStore(5000, 5_000_000));

	private final Logger logger = logger();

	private static Logger logger() {
		LoggerContext context = new LoggerContext();
		context.setMDCAdapter(new LogbackMDCAdapter());
		return context.getLogger("com.example.Orders");
	}

	/**
	 * A span ends.
	 * @param producer the thread
	 */
	@Benchmark
	public void spanEnds(Producer producer) {
		this.spans.onEnd((ReadableSpan) producer.server);
		if (producer.empties()) {
			this.spans.drain(UnaryOperator.identity());
		}
	}

	/**
	 * A call begins and ends: the line of the application that makes it is looked for.
	 * @param producer the thread
	 */
	@Benchmark
	public void callBeginsAndEnds(Producer producer) {
		this.spans.started(SpanKind.CLIENT, producer.client.getSpanContext().getSpanId());
		this.spans.onEnd((ReadableSpan) producer.client);
		if (producer.empties()) {
			this.spans.drain(UnaryOperator.identity());
		}
	}

	/**
	 * A line is logged.
	 * @param producer the thread
	 */
	@Benchmark
	public void lineIsLogged(Producer producer) {
		this.lines.append(new LoggingEvent(Logger.class.getName(), this.logger, Level.INFO, "Order {} placed", null,
				new Object[] { 4711 }));
		if (producer.empties()) {
			this.lines.drain();
		}
	}

	/** One thread. */
	@State(Scope.Thread)
	public static class Producer {

		private final SdkTracerProvider provider = SdkTracerProvider.builder().build();

		private final Span server = span(SpanKind.SERVER);

		private final Span client = span(SpanKind.CLIENT);

		private int operations;

		private Span span(SpanKind kind) {
			Span span = this.provider.get("benchmark").spanBuilder("http get /orders").setSpanKind(kind).startSpan();
			span.setAttribute("method", "GET").setAttribute("uri", "/orders").setAttribute("status", "200");
			span.end();
			return span;
		}

		boolean empties() {
			return ++this.operations % EMPTIED_EVERY == 0;
		}

	}

}
