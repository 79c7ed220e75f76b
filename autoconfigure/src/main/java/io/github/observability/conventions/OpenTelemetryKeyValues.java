package io.github.observability.conventions;

import java.net.URI;
import java.util.Objects;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.micrometer.common.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;

/**
 * Key-values of HTTP requests by OpenTelemetry's names, with the values of Spring's own
 * convention where OpenTelemetry prescribes none.
 */
final class OpenTelemetryKeyValues {

	static final HttpNames SERVER = HttpNames.server(SemanticConvention.OPENTELEMETRY);

	static final HttpNames CLIENT = HttpNames.client(SemanticConvention.OPENTELEMETRY);

	private static final String PEER = Objects.requireNonNull(CLIENT.peer());

	private static final String PORT = "server.port";

	private static final String SCHEME = "url.scheme";

	private static final String ORIGINAL_METHOD = "http.request.method_original";

	private static final KeyValue NO_PORT = KeyValue.of(PORT, KeyValue.NONE_VALUE);

	private static final KeyValue NO_SCHEME = KeyValue.of(SCHEME, "UNKNOWN");

	private static final String ANY_METHOD = "HTTP";

	private static final int HTTP_PORT = 80;

	private static final int HTTPS_PORT = 443;

	private OpenTelemetryKeyValues() {
	}

	static KeyValue renamed(String key, KeyValue keyValue) {
		return KeyValue.of(key, keyValue.getValue());
	}

	static KeyValue method(HttpNames names, @Nullable HttpMethod method) {
		String known = known(method);
		return KeyValue.of(names.method(), (known != null) ? known : names.unknownMethod());
	}

	static KeyValue originalMethod(@Nullable HttpMethod method) {
		return KeyValue.of(ORIGINAL_METHOD, (method != null) ? method.name() : "UNKNOWN");
	}

	static KeyValue exception(HttpNames names, @Nullable Throwable error) {
		return KeyValue.of(names.exception(),
				(error != null) ? names.exceptionValue(error.getClass()) : KeyValue.NONE_VALUE);
	}

	static KeyValue peer(KeyValue keyValue) {
		return KeyValue.of(PEER, keyValue.getValue());
	}

	static KeyValue port(@Nullable URI uri) {
		if (uri == null || uri.getHost() == null) {
			return NO_PORT;
		}
		int port = uri.getPort();
		return KeyValue.of(PORT,
				Integer.toString((port != -1) ? port : "https".equals(uri.getScheme()) ? HTTPS_PORT : HTTP_PORT));
	}

	static KeyValue scheme(@Nullable URI uri) {
		String scheme = (uri != null) ? uri.getScheme() : null;
		return (scheme != null) ? KeyValue.of(SCHEME, scheme) : NO_SCHEME;
	}

	/**
	 * Return the name of a span.
	 * @param method the method
	 * @param target a route or a template, if there is one
	 * @return the name
	 */
	static String spanName(@Nullable HttpMethod method, @Nullable String target) {
		String known = known(method);
		String name = (known != null) ? known : ANY_METHOD;
		return (target != null) ? name + " " + target : name;
	}

	/** Returns {@code null} for a method outside the standard ones. */
	private static @Nullable String known(@Nullable HttpMethod method) {
		if (method != null) {
			for (HttpMethod known : HttpMethod.values()) {
				if (known.equals(method)) {
					return known.name();
				}
			}
		}
		return null;
	}

}
