package io.github.observability.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Another service, which answers each request and keeps its headers.
 */
public final class CalledService implements BeforeEachCallback, AfterEachCallback {

	private final BlockingQueue<Headers> received = new LinkedBlockingQueue<>();

	private @Nullable HttpServer server;

	@Override
	public void beforeEach(ExtensionContext context) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			this.received.add(exchange.getRequestHeaders());
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		server.start();
		this.server = server;
	}

	@Override
	public void afterEach(ExtensionContext context) {
		if (this.server != null) {
			this.server.stop(0);
		}
	}

	/**
	 * Return where requests go.
	 * @return the URL
	 */
	public String url() {
		if (this.server == null) {
			throw new IllegalStateException("It runs during a test only");
		}
		return "http://localhost:" + this.server.getAddress().getPort() + "/";
	}

	/**
	 * Take the headers of the oldest request that was not taken yet.
	 * @return the headers
	 */
	public Headers take() {
		try {
			Headers headers = this.received.poll(30, TimeUnit.SECONDS);
			if (headers == null) {
				throw new AssertionError("No request came");
			}
			return headers;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
