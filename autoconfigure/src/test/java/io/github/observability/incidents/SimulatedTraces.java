package io.github.observability.incidents;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.github.observability.testing.ForwardingSpanExporter;
import io.github.observability.tracing.export.ExportedSpanListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

/**
 * The traces of a {@link SimulatedService}, as its instrumentation would record them: a
 * span of the method that handles a request, a span of a connection around each
 * statement, and now and then an attempt that fails and is made up for. Errors and slow
 * traces are exported, as tail sampling does.
 */
final class SimulatedTraces implements AutoCloseable {

	/** Seconds from which a trace is slow. */
	static final double SLOW = 0.3;

	private final SdkTracerProvider provider;

	private final Tracer tracer;

	private final Random random;

	SimulatedTraces(ExportedSpanListener listener, long seed) {
		this.provider = SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor.create(new ForwardingSpanExporter(listener::exported)))
			.build();
		this.tracer = this.provider.get("simulation");
		this.random = new Random(seed);
	}

	/**
	 * Record a request.
	 * @param route the method and the route
	 * @param millis when it began
	 * @param self seconds before its first call
	 * @param duration seconds that it took
	 * @param failed whether it failed
	 * @param calls the calls, in their order
	 */
	void request(String route, long millis, double self, double duration, boolean failed, List<Call> calls) {
		if (!failed && duration <= SLOW) {
			return;
		}
		String[] parts = route.split(" ");
		Span root = this.tracer.spanBuilder("http " + route)
			.setSpanKind(SpanKind.SERVER)
			.setStartTimestamp(nanos(millis, 0), TimeUnit.NANOSECONDS)
			.setAttribute("method", parts[0])
			.setAttribute("uri", parts[1])
			.setAttribute("status", failed ? "500" : "200")
			.startSpan();
		Span handler = this.random.nextBoolean() ? start("handle", SpanKind.INTERNAL, root, millis, 0) : null;
		Span parent = (handler != null) ? handler : root;
		double time = self;
		if (this.random.nextInt(4) == 0) {
			// An attempt that the code makes up for.
			end(client("cache", parent, millis, 0), true, millis, Math.min(self, 0.001));
		}
		for (Call call : calls) {
			time = call(call, parent, millis, time);
		}
		if (handler != null) {
			end(handler, failed, millis, Math.max(time, duration));
		}
		end(root, failed, millis, Math.max(time, duration));
	}

	private double call(Call call, Span parent, long millis, double begin) {
		double end = begin + call.waited + call.took;
		Span span = client(call.peer, parent, millis, begin);
		if (call.database && call.took > 0) {
			Span query = client(call.peer, span, millis, begin + call.waited);
			query.setAttribute("jdbc.query[0]", "select 1");
			end(query, call.failed, millis, end);
		}
		end(span, call.failed, millis, end);
		return end;
	}

	private Span client(String peer, Span parent, long millis, double begin) {
		return start(peer, SpanKind.CLIENT, parent, millis, begin).setAttribute("peer.service", peer);
	}

	private Span start(String name, SpanKind kind, Span parent, long millis, double begin) {
		return this.tracer.spanBuilder(name)
			.setSpanKind(kind)
			.setParent(Context.root().with(parent))
			.setStartTimestamp(nanos(millis, begin), TimeUnit.NANOSECONDS)
			.startSpan();
	}

	private static void end(Span span, boolean failed, long millis, double end) {
		if (failed) {
			span.setStatus(StatusCode.ERROR);
		}
		span.end(nanos(millis, end), TimeUnit.NANOSECONDS);
	}

	private static long nanos(long millis, double seconds) {
		return TimeUnit.MILLISECONDS.toNanos(millis) + (long) (seconds * 1e9);
	}

	@Override
	public void close() {
		this.provider.close();
	}

	/**
	 * A call.
	 *
	 * @param peer who is called
	 * @param database whether it is a database
	 * @param waited seconds that it waits for a connection
	 * @param took seconds that it takes, 0 if there was no connection
	 * @param failed whether it failed
	 */
	record Call(String peer, boolean database, double waited, double took, boolean failed) {

	}

}
