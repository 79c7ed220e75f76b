package io.github.observability.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import io.github.observability.console.recording.EventHub;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Serves the console before any other filter, so that nothing observes, logs or secures
 * it but its own guard.
 */
final class ServletConsoleFilter implements Filter {

	private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

	/** An IPv4 address, or what can only be an IPv6 address. */
	private static final Pattern ADDRESS = Pattern
		.compile(OCTET + "(\\." + OCTET + "){3}|\\[?[0-9a-fA-F]*:[0-9a-fA-F:.]+(%[\\w.-]+)?]?");

	/** The address of the peer, as noted by the {@code PeerValve}. */
	static final String PEER = ServletConsoleFilter.class.getName() + ".peer";

	/** In place of an address where a proxy forwarded the request. */
	static final String FORWARDED = "forwarded";

	/** Set by Tomcat's {@code RemoteIpValve} where the peer is a trusted proxy. */
	private static final String REPLACED = "org.apache.tomcat.request.forwarded";

	private final ConsoleHandler handler;

	private final EventHub events;

	private final String path;

	ServletConsoleFilter(ConsoleHandler handler, EventHub events, String path) {
		this.handler = handler;
		this.events = events;
		this.path = path;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest http = (HttpServletRequest) request;
		String context = http.getContextPath();
		String below = ConsoleHandler.below(http.getRequestURI().substring(context.length()), this.path);
		if (below == null) {
			chain.doFilter(request, response);
			return;
		}
		String query = (http.getQueryString() != null) ? http.getQueryString() : "";
		byte[] body = ConsoleRequest.hasBody(http.getMethod(), below)
				? http.getInputStream().readNBytes(ConsoleRequest.MAX_BODY) : ConsoleRequest.NO_BODY;
		ConsoleResponse answer = this.handler.handle(new ConsoleRequest(http.getMethod(), context + this.path, below,
				query, received(http)::getHeader, peerOf(received(http)), body));
		write(http, (HttpServletResponse) response, answer);
	}

	private void write(HttpServletRequest request, HttpServletResponse response, ConsoleResponse answer)
			throws IOException {
		response.setStatus(answer.status());
		answer.headers().forEach(response::setHeader);
		if (!answer.stream()) {
			response.setContentLength(answer.body().length);
			response.getOutputStream().write(answer.body());
			return;
		}
		AsyncContext async = request.startAsync(request, response);
		async.setTimeout(0);
		QueuedStream stream = QueuedStream.open(this.events, response.getOutputStream(), answer.body(),
				async::complete);
		async.addListener(new Disconnection(stream));
	}

	/** The request without what filters made of it, as of the headers of a proxy. */
	static HttpServletRequest received(HttpServletRequest request) {
		ServletRequest received = request;
		while (received instanceof ServletRequestWrapper wrapper) {
			received = wrapper.getRequest();
		}
		return (HttpServletRequest) received;
	}

	/**
	 * Return the peer of the connection, or the address that the container read from a
	 * header, if that is not of this machine.
	 */
	static @Nullable InetAddress peerOf(HttpServletRequest request) {
		Object noted = request.getAttribute(PEER);
		if (noted == null) {
			return (request.getAttribute(REPLACED) == null) ? peer(request.getRemoteAddr()) : null;
		}
		InetAddress connected = peer(noted.toString());
		return (connected != null && connected.isLoopbackAddress()) ? peer(request.getRemoteAddr()) : connected;
	}

	/**
	 * A container that reads the headers of a proxy takes any text for an address. A name
	 * must neither be looked up nor make a caller local.
	 */
	static @Nullable InetAddress peer(@Nullable String address) {
		if (address == null || !ADDRESS.matcher(address).matches()) {
			return null;
		}
		try {
			return InetAddress.getByName(address);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	/**
	 * Ends the request of a page that was closed, before the container dispatches an
	 * error.
	 */
	private record Disconnection(QueuedStream stream) implements AsyncListener {

		@Override
		public void onError(AsyncEvent event) {
			this.stream.close();
			event.getAsyncContext().complete();
		}

		@Override
		public void onTimeout(AsyncEvent event) {
			onError(event);
		}

		@Override
		public void onComplete(AsyncEvent event) {
			this.stream.close();
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
		}

	}

}
