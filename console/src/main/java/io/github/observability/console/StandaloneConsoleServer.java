package io.github.observability.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.observability.console.recording.EventHub;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Serves the console of an application without a web server, on a loopback port.
 */
final class StandaloneConsoleServer implements SmartLifecycle {

	private static final int THREADS = 4;

	private final ConsoleHandler handler;

	private final EventHub events;

	private final String path;

	private final int port;

	private @Nullable HttpServer server;

	private @Nullable ExecutorService executor;

	StandaloneConsoleServer(ConsoleHandler handler, EventHub events, String path, int port) {
		this.handler = handler;
		this.events = events;
		this.path = path;
		this.port = port;
	}

	@Override
	public synchronized void start() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(ConsoleProperties.loopback(), this.port), 16);
			ThreadPoolExecutor executor = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
					new LinkedBlockingQueue<>(64), (task) -> {
						Thread thread = new Thread(task, "observability-console-http");
						thread.setDaemon(true);
						return thread;
					});
			executor.allowCoreThreadTimeOut(true);
			server.setExecutor(executor);
			server.createContext("/", this::handle);
			startAsDaemon(server);
			this.server = server;
			this.executor = executor;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The console cannot listen on port " + this.port + "; '"
					+ ConsoleProperties.PREFIX + ".port=0' takes a free one", ex);
		}
	}

	/**
	 * The thread of the server is a daemon if the one that starts it is. A job ends as it
	 * would without the console.
	 */
	private static void startAsDaemon(HttpServer server) {
		Thread starter = new Thread(server::start, "observability-console-start");
		starter.setDaemon(true);
		starter.start();
		try {
			starter.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void handle(HttpExchange exchange) throws IOException {
		String below = ConsoleHandler.below(exchange.getRequestURI().getRawPath(), this.path);
		String query = exchange.getRequestURI().getRawQuery();
		byte[] message = (below != null && ConsoleRequest.hasBody(exchange.getRequestMethod(), below))
				? exchange.getRequestBody().readNBytes(ConsoleRequest.MAX_BODY) : ConsoleRequest.NO_BODY;
		ConsoleResponse answer = (below != null) ? this.handler
			.handle(new ConsoleRequest(exchange.getRequestMethod(), this.path, below, (query != null) ? query : "",
					exchange.getRequestHeaders()::getFirst, exchange.getRemoteAddress().getAddress(), message))
				: ConsoleResponse.text(404, "Not found\n");
		answer.headers().forEach(exchange.getResponseHeaders()::set);
		if (answer.stream()) {
			exchange.sendResponseHeaders(answer.status(), 0);
			QueuedStream.open(this.events, exchange.getResponseBody(), answer.body(), exchange::close);
			return;
		}
		exchange.sendResponseHeaders(answer.status(), (answer.body().length > 0) ? answer.body().length : -1);
		try (exchange; OutputStream body = exchange.getResponseBody()) {
			body.write(answer.body());
		}
	}

	@Override
	public synchronized void stop() {
		if (this.server != null) {
			this.server.stop(0);
			this.server = null;
		}
		if (this.executor != null) {
			this.executor.shutdownNow();
			this.executor = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.server != null;
	}

	synchronized int port() {
		return (this.server != null) ? this.server.getAddress().getPort() : -1;
	}

}
