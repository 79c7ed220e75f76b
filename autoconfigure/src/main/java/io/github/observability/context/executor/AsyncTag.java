package io.github.observability.context.executor;

import io.micrometer.common.docs.KeyName;

/**
 * Tags of asynchronous methods, named as Spring names those of scheduled tasks.
 */
enum AsyncTag implements KeyName {

	/** The method. */
	CODE_FUNCTION("code.function"),

	/** Its class. */
	CODE_NAMESPACE("code.namespace"),

	/** Simple name of the exception. */
	EXCEPTION("exception");

	private final String key;

	AsyncTag(String key) {
		this.key = key;
	}

	@Override
	public String asString() {
		return this.key;
	}

}
