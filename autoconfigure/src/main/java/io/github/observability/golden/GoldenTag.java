package io.github.observability.golden;

import io.micrometer.common.docs.KeyName;

/**
 * Tags of the golden signals, as Spring names them.
 */
enum GoldenTag implements KeyName {

	/** HTTP method, {@code UNKNOWN} outside the standard ones. */
	METHOD("method"),

	/** Route, never a raw path. */
	URI("uri"),

	/** Final HTTP status. */
	STATUS("status"),

	/** Class of the status, {@code CLIENT_ABORT} or {@code EXPECTED}. */
	OUTCOME("outcome"),

	/** Simple name of the exception behind an error. */
	EXCEPTION("exception"),

	/** Simple name of the exception, written for every observation. */
	ERROR("error"),

	/** Host that was called. */
	CLIENT_NAME("client.name"),

	/** Method of a scheduled task or job. */
	CODE_FUNCTION("code.function"),

	/** Class of a scheduled task or job. */
	CODE_NAMESPACE("code.namespace"),

	/** Name of a meter that reached a limit. */
	METER("meter"),

	/** Tag that reached a limit. */
	KEY("key");

	private final String key;

	GoldenTag(String key) {
		this.key = key;
	}

	@Override
	public String asString() {
		return this.key;
	}

}
