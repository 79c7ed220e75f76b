package io.github.observability.sample.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** OTLP/HTTP receiver for traces that remembers every span it is sent. */
public final class OtlpSink implements AutoCloseable {

	private static final int MAX_SPANS = 100_000;

	private static final String PROTOBUF = "application/x-protobuf";

	static {
		// Without it every answer on a kept connection waits some 40 ms for the delayed
		// acknowledgement. The JDK reads it once, when the first HttpServer is created.
		if (System.getProperty("sun.net.httpserver.nodelay") == null) {
			System.setProperty("sun.net.httpserver.nodelay", "true");
		}
	}

	private final Object monitor = new Object();

	private final List<ReceivedSpan> spans = new ArrayList<>();

	private final int capacity;

	private final ExecutorService executor;

	private final HttpServer server;

	private long dropped;

	/** Starts listening on a free port of the loopback interface. */
	public OtlpSink() {
		this(MAX_SPANS);
	}

	OtlpSink(int capacity) {
		this.capacity = capacity;
		this.server = listen();
		this.executor = Executors.newCachedThreadPool(OtlpSink::daemon);
		this.server.setExecutor(this.executor);
		this.server.createContext("/v1/traces", this::handle);
		this.server.start();
	}

	/**
	 * Where to send traces to.
	 * @return the URL
	 */
	public String endpoint() {
		return "http://localhost:" + this.server.getAddress().getPort() + "/v1/traces";
	}

	/**
	 * All spans received so far.
	 * @return the spans in order of arrival
	 */
	public List<ReceivedSpan> spans() {
		synchronized (this.monitor) {
			return List.copyOf(this.spans);
		}
	}

	/**
	 * The spans of one trace received so far.
	 * @param traceIdHex trace id as hexadecimal digits
	 * @return the spans in order of arrival
	 */
	public List<ReceivedSpan> trace(String traceIdHex) {
		String traceId = traceIdHex.toLowerCase(Locale.ROOT);
		synchronized (this.monitor) {
			return this.spans.stream().filter((span) -> span.traceId().equals(traceId)).toList();
		}
	}

	/**
	 * Number of spans that were not kept because there were too many.
	 * @return the number
	 */
	public long dropped() {
		synchronized (this.monitor) {
			return this.dropped;
		}
	}

	/**
	 * Waits until a trace is as expected.
	 * @param traceId trace id as hexadecimal digits
	 * @param condition what the spans of the trace must satisfy
	 * @param timeout how long to wait at most
	 * @return the spans that satisfied the condition
	 * @throws AssertionError if they did not in time, with what did arrive
	 */
	public List<ReceivedSpan> awaitTrace(String traceId, Predicate<List<ReceivedSpan>> condition, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		synchronized (this.monitor) {
			List<ReceivedSpan> trace = trace(traceId);
			while (!condition.test(trace)) {
				awaitSpans(deadline, traceId);
				trace = trace(traceId);
			}
			return trace;
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	private void awaitSpans(long deadline, String traceId) {
		long remaining = deadline - System.nanoTime();
		if (remaining <= 0) {
			throw new AssertionError("Trace %s is not as expected in time, of %d spans (%d dropped) these are its:\n%s"
				.formatted(traceId, this.spans.size(), this.dropped, SpanTree.of(trace(traceId))));
		}
		try {
			TimeUnit.NANOSECONDS.timedWait(this.monitor, remaining);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for trace " + traceId, ex);
		}
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			// An ExportTraceServiceResponse without fields has no bytes.
			exchange.getResponseHeaders().set("Content-Type", PROTOBUF);
			exchange.sendResponseHeaders(receive(exchange), -1);
		}
	}

	private int receive(HttpExchange exchange) {
		if (!exchange.getRequestMethod().equals("POST")) {
			return 405;
		}
		if (!PROTOBUF.equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
			return 415;
		}
		try (InputStream body = body(exchange)) {
			keep(OtlpDecoder.decode(body));
			return 200;
		}
		catch (IOException ex) {
			return 400;
		}
	}

	private InputStream body(HttpExchange exchange) throws IOException {
		InputStream body = exchange.getRequestBody();
		boolean zipped = "gzip".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Content-Encoding"));
		return zipped ? new GZIPInputStream(body) : body;
	}

	private void keep(List<ReceivedSpan> received) {
		synchronized (this.monitor) {
			int kept = Math.min(received.size(), this.capacity - this.spans.size());
			this.spans.addAll(received.subList(0, kept));
			this.dropped += received.size() - kept;
			this.monitor.notifyAll();
		}
	}

	private static HttpServer listen() {
		try {
			return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task, "otlp-sink");
		thread.setDaemon(true);
		return thread;
	}

}
