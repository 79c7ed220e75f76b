package io.github.observability.tracing.export;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Renames attributes of exported HTTP spans from Spring's names to those of
 * OpenTelemetry's semantic conventions. Spring Framework has such a convention, but it
 * would rename the tags of the meters too.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">Semantic
 * conventions for HTTP spans</a>
 */
final class OtelHttpAttributes implements UnaryOperator<SpanData> {

	private static final HttpNames SPRING = HttpNames.server(SemanticConvention.MICROMETER);

	private static final HttpNames OTEL_SERVER = HttpNames.server(SemanticConvention.OPENTELEMETRY);

	private static final HttpNames OTEL_CLIENT = HttpNames.client(SemanticConvention.OPENTELEMETRY);

	private static final AttributeKey<String> METHOD = AttributeKey.stringKey(SPRING.method());

	private static final AttributeKey<String> URI = AttributeKey.stringKey(SPRING.route());

	private static final AttributeKey<String> STATUS = AttributeKey.stringKey(SPRING.status());

	private static final AttributeKey<String> EXCEPTION = AttributeKey.stringKey(SPRING.exception());

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey(OTEL_SERVER.exception());

	private static final AttributeKey<String> STATUS_TEXT = AttributeKey.stringKey(OTEL_SERVER.status());

	private static final AttributeKey<Long> STATUS_CODE = AttributeKey.longKey(OTEL_SERVER.status());

	private static final AttributeKey<String> REQUEST_METHOD = AttributeKey.stringKey(OTEL_SERVER.method());

	/** Micrometer's tag for the exception, which {@code error.type} contains already. */
	private static final AttributeKey<String> ERROR = AttributeKey.stringKey(HttpNames.ERROR);

	private static final Map<String, String> SERVER = renames(SPRING, OTEL_SERVER);

	private static final Map<String, String> CLIENT = renames(HttpNames.client(SemanticConvention.MICROMETER),
			OTEL_CLIENT);

	private static final String NONE = "none";

	private static final int FIRST_ERROR_OF_SERVER = 500;

	private static final int FIRST_ERROR_OF_CLIENT = 400;

	private static Map<String, String> renames(HttpNames from, HttpNames to) {
		Map<String, String> renames = new HashMap<>(Map.of(from.route(), to.route(), from.url(), to.url()));
		String fromPeer = from.peer();
		String toPeer = to.peer();
		if (fromPeer != null && toPeer != null) {
			renames.put(fromPeer, toPeer);
		}
		return Map.copyOf(renames);
	}

	@Override
	public SpanData apply(SpanData data) {
		boolean server = data.getKind() == SpanKind.SERVER;
		if (!server && data.getKind() != SpanKind.CLIENT) {
			return data;
		}
		Attributes attributes = data.getAttributes();
		String method = attributes.get(METHOD);
		if (attributes.get(REQUEST_METHOD) != null) {
			return typed(data, attributes, server);
		}
		if (method == null || attributes.get(STATUS) == null || attributes.get(URI) == null) {
			return data;
		}
		return new ReplacedSpanData(data, name(data, method, server), renamed(attributes, method, server));
	}

	/**
	 * Spring's implementation of the conventions writes each value as text, and a word
	 * where there is no value.
	 */
	private static SpanData typed(SpanData data, Attributes attributes, boolean server) {
		String status = attributes.get(STATUS_TEXT);
		if (status == null) {
			return data;
		}
		AttributesBuilder typed = attributes.toBuilder();
		attributes.forEach((key, value) -> {
			if (NONE.equals(value)) {
				typed.remove(key);
			}
		});
		typed.remove(STATUS_TEXT).remove(ERROR);
		attributes.forEach((key, value) -> {
			if (NONE.equals(value)) {
				typed.remove(key);
			}
		});
		int code = status(status);
		if (code > 0) {
			typed.put(STATUS_CODE, (long) code);
		}
		String error = attributes.get(ERROR_TYPE);
		if (error == null || error.equals(NONE)) {
			putStatusAsError(typed, code, server);
		}
		AttributeKey<String> route = AttributeKey.stringKey((server ? OTEL_SERVER : OTEL_CLIENT).route());
		if (!isRoute(attributes.get(route))) {
			typed.remove(route);
		}
		return new ReplacedSpanData(data, data.getName(), typed.build());
	}

	private static void putStatusAsError(AttributesBuilder attributes, int status, boolean server) {
		if (status >= (server ? FIRST_ERROR_OF_SERVER : FIRST_ERROR_OF_CLIENT)) {
			attributes.put(ERROR_TYPE, String.valueOf(status));
		}
	}

	private static String name(SpanData data, String method, boolean server) {
		String verb = method.equals("UNKNOWN") ? "HTTP" : method;
		String uri = data.getAttributes().get(URI);
		// Only names that Spring created are replaced.
		if (!data.getName().toLowerCase(Locale.ROOT).startsWith("http " + method.toLowerCase(Locale.ROOT))) {
			return data.getName();
		}
		return (server && isRoute(uri)) ? verb + " " + uri : verb;
	}

	private static boolean isRoute(@Nullable String uri) {
		return uri != null && uri.startsWith("/");
	}

	private static Attributes renamed(Attributes attributes, String method, boolean server) {
		AttributesBuilder renamed = attributes.toBuilder();
		renamed.remove(METHOD).remove(STATUS).remove(EXCEPTION).remove(ERROR);
		renamed.put(REQUEST_METHOD, method.equals("UNKNOWN") ? "_OTHER" : method);
		(server ? SERVER : CLIENT).forEach((spring, otel) -> {
			String value = attributes.get(AttributeKey.stringKey(spring));
			renamed.remove(AttributeKey.stringKey(spring));
			if (value != null && (!spring.equals(SPRING.route()) || isRoute(value)) && !value.equals(NONE)) {
				renamed.put(otel, value);
			}
		});
		int status = status(attributes.get(STATUS));
		if (status > 0) {
			renamed.put(STATUS_CODE, (long) status);
		}
		String exception = attributes.get(EXCEPTION);
		if (exception != null && !exception.equals(NONE)) {
			renamed.put(ERROR_TYPE, exception);
		}
		else {
			putStatusAsError(renamed, status, server);
		}
		return renamed.build();
	}

	/**
	 * Spring writes a word if there was no response.
	 */
	private static int status(@Nullable String status) {
		boolean number = status != null && status.length() == 3 && status.chars().allMatch(Character::isDigit);
		return (status != null && number) ? Integer.parseInt(status) : 0;
	}

}
