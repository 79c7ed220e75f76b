package io.github.observability.context.matrix;

import java.util.EnumSet;
import java.util.Set;

/**
 * A way of the context through a broker to a listener, in another service or in the same.
 */
enum MessageWay {

	KAFKA("Kafka, Boot's template and listener factory", false),

	KAFKA_BY_HAND("Kafka, manually created template and listener factory", false),

	KAFKA_FAILURE("Kafka, error handler log line", false),

	KAFKA_FAILURE_BY_HAND("Kafka, error handler log line, manually created template and listener factory", false),

	RABBIT("RabbitMQ, Boot's template and listener factory", false),

	RABBIT_BY_HAND("RabbitMQ, manually created template and listener factory", false),

	RABBIT_FAILURE("RabbitMQ, error handler log line", false),

	RABBIT_FAILURE_BY_HAND("RabbitMQ, error handler log line, manually created template and listener factory", false),

	JMS("JMS, Boot's template and listener factory", true),

	JMS_BY_HAND("JMS, manually created template and listener factory", false),

	JMS_FAILURE("JMS, log line about a failed listener", true),

	JMS_FAILURE_BY_HAND("JMS, log line about a failed listener, manually created template and listener factory", false);

	/** Seen by the tests of the technology. */
	private static final String BATCHES = """
			| Kafka, batch listener | no trace id | its own trace, linked to each span that sent a message |
			| Kafka, error handler log line about a batch | no trace id | the trace id of the batch |
			| RabbitMQ, batch listener | no trace id | its own trace, linked to each span that sent a message |
			| RabbitMQ, error handler log line about a batch | no trace id | the trace id of the batch |
			""";

	private final String description;

	private final boolean observedByPlainBoot;

	MessageWay(String description, boolean observedByPlainBoot) {
		this.description = description;
		this.observedByPlainBoot = observedByPlainBoot;
	}

	static String rows() {
		StringBuilder rows = new StringBuilder();
		for (MessageWay way : values()) {
			rows.append("| %s | %s | %s |%n".formatted(way.description, Propagated.text(way.carriedByPlainBoot()),
					Propagated.text(way.carried())));
		}
		return rows.append(BATCHES).toString();
	}

	boolean isByHand() {
		return name().endsWith("_BY_HAND");
	}

	boolean isFailure() {
		return name().contains("_FAILURE");
	}

	Set<Propagated> carriedByPlainBoot() {
		return this.observedByPlainBoot ? EnumSet.of(Propagated.TRACE, Propagated.BAGGAGE)
				: EnumSet.noneOf(Propagated.class);
	}

	Set<Propagated> carried() {
		return EnumSet.of(Propagated.TRACE, Propagated.REQUEST, Propagated.BAGGAGE);
	}

	/**
	 * What a listener does that got this way as the text of a message.
	 * @param again whether it got the message before
	 */
	void receive(boolean again) {
		if (isFailure() && !again) {
			throw new IllegalStateException("failed on purpose");
		}
		FarEnd.log(this);
	}

}
