package io.github.observability;

import java.util.stream.Stream;

/**
 * Attributes of HTTP spans, with their keys in Spring's convention and in OpenTelemetry's
 * current and former ones. Spans of other libraries and services may follow any of these.
 */
public enum HttpAttribute {

	/** The method of the request. */
	METHOD(Names.OTEL_SERVER.method(), "http.method", Names.SERVER.method()),

	/** The route of a request served. */
	ROUTE(Names.OTEL_SERVER.route(), Names.SERVER.route()),

	/** The template of the path of a request sent. */
	TEMPLATE(Names.OTEL_CLIENT.route(), Names.OTEL_SERVER.route(), Names.CLIENT.route()),

	/** The status of the response. */
	STATUS(Names.OTEL_SERVER.status(), "http.status_code", Names.SERVER.status()),

	/** The exception. */
	EXCEPTION(Names.SERVER.exception(), HttpNames.ERROR, Names.OTEL_SERVER.exception()),

	/** The URL of a request sent. */
	URL(Names.OTEL_CLIENT.url(), Names.CLIENT.url()),

	/** The host that was called. */
	PEER(String.valueOf(Names.OTEL_CLIENT.peer()), "net.peer.name", String.valueOf(Names.CLIENT.peer()));

	private final String[] keys;

	HttpAttribute(String... keys) {
		this.keys = keys;
	}

	/**
	 * Return the keys that the attribute may have.
	 * @param further keys of other attributes that say the same, which come last
	 * @return the keys, the most precise one first
	 */
	public String[] keys(String... further) {
		return (further.length == 0) ? this.keys.clone()
				: Stream.of(this.keys, further).flatMap(Stream::of).toArray(String[]::new);
	}

	/** A class of its own because constants are created before the fields of an enum. */
	private static final class Names {

		static final HttpNames SERVER = HttpNames.server(SemanticConvention.MICROMETER);

		static final HttpNames CLIENT = HttpNames.client(SemanticConvention.MICROMETER);

		static final HttpNames OTEL_SERVER = HttpNames.server(SemanticConvention.OPENTELEMETRY);

		static final HttpNames OTEL_CLIENT = HttpNames.client(SemanticConvention.OPENTELEMETRY);

	}

}
