package io.github.observability.golden;

import java.util.Objects;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.micrometer.common.docs.KeyName;
import org.jspecify.annotations.Nullable;

/**
 * Tags of the golden signals, by the names of both conventions.
 */
enum GoldenTag implements KeyName {

	/** HTTP method, {@code UNKNOWN} outside the standard ones. */
	METHOD(Names.SERVER.method()),

	/** Route, never a raw path. */
	URI(Names.SERVER.route()),

	/** Final HTTP status. */
	STATUS(Names.SERVER.status()),

	/** Class of the status, {@code CLIENT_ABORT} or {@code EXPECTED}. */
	OUTCOME(HttpNames.OUTCOME),

	/** Simple name of the exception behind an error. */
	EXCEPTION(Names.SERVER.exception()),

	/** Simple name of the exception, written for every observation. */
	ERROR(HttpNames.ERROR),

	/** Host that was called. */
	CLIENT_NAME(Names.CLIENT.peer()),

	/** HTTP method by OpenTelemetry's name, {@code _OTHER} outside the standard ones. */
	REQUEST_METHOD(Names.OTEL_SERVER.method()),

	/** Route by OpenTelemetry's name. */
	ROUTE(Names.OTEL_SERVER.route()),

	/** Template of the path by OpenTelemetry's name. */
	URL_TEMPLATE(Names.OTEL_CLIENT.route()),

	/** Final HTTP status by OpenTelemetry's name. */
	STATUS_CODE(Names.OTEL_SERVER.status()),

	/** Name of the class of the exception by OpenTelemetry's name. */
	ERROR_TYPE(Names.OTEL_SERVER.exception()),

	/** Host that was called by OpenTelemetry's name. */
	SERVER_ADDRESS(Names.OTEL_CLIENT.peer()),

	/** Method of a scheduled task or job. */
	CODE_FUNCTION("code.function"),

	/** Class of a scheduled task or job. */
	CODE_NAMESPACE("code.namespace"),

	/** Name of a meter that reached a limit. */
	METER("meter"),

	/** Tag that reached a limit. */
	KEY("key");

	private final String key;

	GoldenTag(@Nullable String key) {
		this.key = Objects.requireNonNull(key);
	}

	@Override
	public String asString() {
		return this.key;
	}

	/** A class of its own because constants are created before the fields of an enum. */
	private static final class Names {

		static final HttpNames SERVER = HttpNames.server(SemanticConvention.MICROMETER);

		static final HttpNames CLIENT = HttpNames.client(SemanticConvention.MICROMETER);

		static final HttpNames OTEL_SERVER = HttpNames.server(SemanticConvention.OPENTELEMETRY);

		static final HttpNames OTEL_CLIENT = HttpNames.client(SemanticConvention.OPENTELEMETRY);

	}

}
