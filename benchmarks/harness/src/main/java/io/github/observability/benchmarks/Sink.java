package io.github.observability.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Receives telemetry over OTLP and answers the calls of the service. It must not run with
 * Nagle's algorithm, which adds 40 ms to each answer.
 */
final class Sink implements AutoCloseable {

	private static final byte[] GREETING = "{\"id\":1,\"text\":\"Hello\"}".getBytes(StandardCharsets.UTF_8);

	private final HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final LongAdder received = new LongAdder();

	Sink() throws IOException {
		System.setProperty("sun.net.httpserver.nodelay", "true");
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/v1/", this::receive);
		this.server.createContext("/greeting", (exchange) -> answer(exchange, "application/json", GREETING));
		this.server.setExecutor(this.executor);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/**
	 * Bytes of telemetry received so far, which shows that a variant does export.
	 */
	long receivedBytes() {
		return this.received.sum();
	}

	private void receive(HttpExchange exchange) throws IOException {
		try (InputStream body = exchange.getRequestBody()) {
			this.received.add(body.transferTo(OutputStream.nullOutputStream()));
		}
		answer(exchange, "application/x-protobuf", new byte[0]);
	}

	private static void answer(HttpExchange exchange, String contentType, byte[] body) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", contentType);
		exchange.sendResponseHeaders(200, (body.length > 0) ? body.length : -1);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(body);
		}
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

}
