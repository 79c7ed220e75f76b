package io.github.observability.tracing.analysis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.observability.HttpAttribute;
import org.jspecify.annotations.Nullable;

/**
 * What a span calls, by the attributes of OpenTelemetry's conventions, current and
 * former, and by those of Spring's.
 */
final class CallTarget {

	/** A part of a path with a digit, unless it is a version. */
	private static final Pattern ID = Pattern.compile("(?<=/)(?!v\\d{1,2}(?:/|$))[^/]*\\d[^/]*");

	private static final String[] PEER = Stream
		.of(new String[] { "peer.service" },
				HttpAttribute.PEER.keys("messaging.destination.name", "rpc.service", "spring.cloud.gateway.route.id"))
		.flatMap(Stream::of)
		.toArray(String[]::new);

	private static final String[] TEMPLATE = HttpAttribute.TEMPLATE.keys("rpc.method", "messaging.operation.name");

	private static final String[] METHOD = HttpAttribute.METHOD.keys();

	private static final String[] METHOD_OF_REQUEST = Arrays.copyOf(METHOD, METHOD.length - 1);

	private static final String[] STATUS = HttpAttribute.STATUS.keys();

	private static final String[] URL = HttpAttribute.URL.keys();

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
		String peer = span.attribute(PEER);
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
		String template = span.attribute(TEMPLATE);
		if (template != null && !template.equals("none")) {
			return template;
		}
		URI url = url(span);
		String path = (url != null) ? url.getPath() : null;
		return (path != null) ? ID.matcher(path).replaceAll("{id}") : null;
	}

	/**
	 * The HTTP method. An observed method of a class has its name in the same attribute,
	 * which is skipped then.
	 */
	static @Nullable String method(TraceSpan span) {
		return span.attribute(span.attributes().containsKey("class") ? METHOD_OF_REQUEST : METHOD);
	}

	static int status(TraceSpan span) {
		String status = span.attribute(STATUS);
		try {
			return (status != null) ? Integer.parseInt(status) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private static @Nullable URI url(TraceSpan span) {
		String url = span.attribute(URL);
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
