package io.github.observability.tracing.analysis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a span calls, by the attributes of OpenTelemetry's conventions, current and
 * former, and by those of Spring's.
 */
final class CallTarget {

	/** A part of a path with a digit, unless it is a version. */
	private static final Pattern ID = Pattern.compile("(?<=/)(?!v\\d{1,2}(?:/|$))[^/]*\\d[^/]*");

	private CallTarget() {
	}

	/**
	 * The statement as it was sent.
	 */
	static @Nullable String statement(TraceSpan span) {
		return span.attribute("db.query.text", "db.statement", "jdbc.query[0]");
	}

	static boolean isQuery(TraceSpan span) {
		return statement(span) != null || span.attribute("db.system.name", "db.system", "db.query.summary") != null;
	}

	/**
	 * Who is called.
	 */
	static @Nullable String peer(TraceSpan span) {
		String peer = span.attribute("peer.service", "server.address", "net.peer.name", "messaging.destination.name",
				"client.name", "rpc.service", "spring.cloud.gateway.route.id");
		if (peer != null && !peer.equals("none")) {
			return peer;
		}
		URI url = url(span);
		return (url != null) ? url.getHost() : null;
	}

	/**
	 * What is called there, without what differs from call to call.
	 */
	static @Nullable String routeOf(TraceSpan span) {
		String template = span.attribute("url.template", "http.route", "uri", "rpc.method", "messaging.operation.name");
		if (template != null && !template.equals("none")) {
			return template;
		}
		URI url = url(span);
		String path = (url != null) ? url.getPath() : null;
		return (path != null) ? ID.matcher(path).replaceAll("{id}") : null;
	}

	/**
	 * That of an observed method, which stands in the same attribute, is none.
	 */
	static @Nullable String method(TraceSpan span) {
		String method = span.attribute("http.request.method", "http.method");
		return (method == null && !span.attributes().containsKey("class")) ? span.attribute("method") : method;
	}

	static int status(TraceSpan span) {
		String status = span.attribute("http.response.status_code", "http.status_code", "status");
		try {
			return (status != null) ? Integer.parseInt(status) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private static @Nullable URI url(TraceSpan span) {
		String url = span.attribute("url.full", "http.url");
		try {
			return (url != null) ? new URI(url) : null;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	/**
	 * Method, peer and route in one text.
	 */
	static @Nullable String describe(TraceSpan span) {
		String peer = peer(span);
		if (peer == null) {
			return null;
		}
		String method = method(span);
		String route = routeOf(span);
		return ((method != null) ? method + " " : "") + peer + " " + ((route != null) ? route : span.name());
	}

}
