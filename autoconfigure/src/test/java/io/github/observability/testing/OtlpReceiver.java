package io.github.observability.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

/**
 * An OTLP/HTTP receiver for traces and logs that remembers every span and record, and can
 * be stopped and started again on the same port.
 */
public final class OtlpReceiver implements AutoCloseable {

	private final List<ReceivedSpan> spans = new ArrayList<>();

	private final List<ReceivedRecord> records = new ArrayList<>();

	private final ExecutorService executor = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "otlp-receiver");
		thread.setDaemon(true);
		return thread;
	});

	private final AtomicLong spanBytes = new AtomicLong();

	private volatile CountDownLatch gate = new CountDownLatch(0);

	private volatile boolean closed;

	private HttpServer server;

	public OtlpReceiver() {
		this.server = listen(0);
	}

	public String endpoint() {
		return "http://localhost:" + this.server.getAddress().getPort() + "/v1/traces";
	}

	public String logsEndpoint() {
		return "http://localhost:" + this.server.getAddress().getPort() + "/v1/logs";
	}

	public List<ReceivedRecord> records() {
		synchronized (this.records) {
			return List.copyOf(this.records);
		}
	}

	public List<ReceivedSpan> spans() {
		synchronized (this.spans) {
			return List.copyOf(this.spans);
		}
	}

	/**
	 * Return the bytes of all requests with spans, before compression.
	 * @return the number of bytes
	 */
	public long spanBytes() {
		return this.spanBytes.get();
	}

	public List<ReceivedSpan> trace(String traceId) {
		return spans().stream().filter((span) -> span.traceId().equals(traceId)).toList();
	}

	public Map<String, List<ReceivedSpan>> traces() {
		return spans().stream().collect(Collectors.groupingBy(ReceivedSpan::traceId));
	}

	/**
	 * Wait until the spans are as expected.
	 * @param condition what they must satisfy
	 * @param timeout how long to wait at most
	 * @return the spans
	 */
	public List<ReceivedSpan> await(Predicate<List<ReceivedSpan>> condition, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		synchronized (this.spans) {
			while (!condition.test(List.copyOf(this.spans))) {
				long remaining = deadline - System.nanoTime();
				if (remaining <= 0) {
					throw new AssertionError(this.spans.size() + " spans, which are not as expected");
				}
				try {
					TimeUnit.NANOSECONDS.timedWait(this.spans, remaining);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					throw new IllegalStateException(ex);
				}
			}
			return List.copyOf(this.spans);
		}
	}

	public void stop() {
		this.server.stop(0);
	}

	public void startAgain() {
		this.server = listen(this.server.getAddress().getPort());
	}

	/**
	 * Answer no request any more until {@link #answerAgain()} or until this is closed.
	 */
	public void hang() {
		this.gate = new CountDownLatch(1);
	}

	public void answerAgain() {
		this.gate.countDown();
	}

	@Override
	public void close() {
		this.closed = true;
		this.gate.countDown();
		stop();
		this.executor.shutdownNow();
	}

	private HttpServer listen(int port) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
			server.setExecutor(this.executor);
			server.createContext("/v1/traces",
					(exchange) -> handle(exchange, (body) -> receiveSpans(body.readAllBytes())));
			server.createContext("/v1/logs",
					(exchange) -> handle(exchange, (body) -> receive(ExportLogsServiceRequest.parseFrom(body))));
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void handle(HttpExchange exchange, Body receiver) throws IOException {
		try (exchange) {
			this.gate.await();
			if (this.closed) {
				return;
			}
			boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
			try (InputStream body = zipped ? new GZIPInputStream(exchange.getRequestBody())
					: exchange.getRequestBody()) {
				receiver.receive(body);
			}
			exchange.sendResponseHeaders(200, -1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void receiveSpans(byte[] body) throws IOException {
		this.spanBytes.addAndGet(body.length);
		receive(ExportTraceServiceRequest.parseFrom(body));
	}

	private void receive(ExportTraceServiceRequest request) {
		synchronized (this.spans) {
			for (ResourceSpans resource : request.getResourceSpansList()) {
				for (ScopeSpans scope : resource.getScopeSpansList()) {
					scope.getSpansList().forEach((span) -> this.spans.add(decode(span)));
				}
			}
			this.spans.notifyAll();
		}
	}

	private void receive(ExportLogsServiceRequest request) {
		synchronized (this.records) {
			for (ResourceLogs resource : request.getResourceLogsList()) {
				for (ScopeLogs scope : resource.getScopeLogsList()) {
					scope.getLogRecordsList().forEach((log) -> this.records.add(decode(log)));
				}
			}
		}
	}

	private static ReceivedRecord decode(LogRecord log) {
		return new ReceivedRecord(log.getEventName(), log.getSeverityNumber().name(), log.getTimeUnixNano(),
				hex(log.getTraceId()), hex(log.getSpanId()), attributes(log.getAttributesList()), text(log.getBody()));
	}

	private static ReceivedSpan decode(Span span) {
		return new ReceivedSpan(hex(span.getTraceId()), hex(span.getSpanId()), hex(span.getParentSpanId()),
				span.getName(), span.getKind().name(),
				span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR, span.getStatus().getMessage(),
				span.getTraceState(), (span.getFlags() & 1) == 1, attributes(span.getAttributesList()),
				span.getEventsList()
					.stream()
					.map((event) -> attributes(event.getAttributesList()))
					.toList()
					.toString());
	}

	private static Map<String, String> attributes(List<KeyValue> attributes) {
		Map<String, String> texts = new LinkedHashMap<>();
		attributes.forEach((attribute) -> texts.put(attribute.getKey(), text(attribute.getValue())));
		return texts;
	}

	private static String text(AnyValue value) {
		return value.hasStringValue() ? value.getStringValue() : value.toString().trim();
	}

	private static String hex(ByteString bytes) {
		return HexFormat.of().formatHex(bytes.toByteArray());
	}

	private interface Body {

		void receive(InputStream body) throws IOException;

	}

}
