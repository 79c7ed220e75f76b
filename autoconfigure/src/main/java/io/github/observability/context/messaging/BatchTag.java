package io.github.observability.context.messaging;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of the span of a batch, as OpenTelemetry's semantic conventions for
 * messaging name them.
 */
enum BatchTag {

	/** The messaging system. */
	SYSTEM("messaging.system"),

	/** What is done, as the name of an operation and as its type. */
	OPERATION("messaging.operation.type"),

	/** Topic or queue, where the whole batch is of one. */
	DESTINATION("messaging.destination.name"),

	/** Number of messages. */
	MESSAGES("messaging.batch.message_count");

	private final String key;

	BatchTag(String key) {
		this.key = key;
	}

	AttributeKey<String> text() {
		return AttributeKey.stringKey(this.key);
	}

	AttributeKey<Long> number() {
		return AttributeKey.longKey(this.key);
	}

}
