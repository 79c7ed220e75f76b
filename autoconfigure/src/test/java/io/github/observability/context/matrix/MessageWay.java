package io.github.observability.context.matrix;

import java.util.EnumSet;
import java.util.Set;

/**
 * A way of the context through a broker to a listener, in another service or in the same.
 */
enum MessageWay {

	KAFKA("Kafka, Boot's template and listener factory", false),

	KAFKA_BY_HAND("Kafka, template and listener factory made by hand", false),

	KAFKA_FAILURE("Kafka, line of the error handler", false),

	KAFKA_FAILURE_BY_HAND("Kafka, line of the error handler, template and listener factory made by hand", false),

	RABBIT("RabbitMQ, Boot's template and listener factory", false),

	RABBIT_BY_HAND("RabbitMQ, template and listener factory made by hand", false),

	RABBIT_FAILURE("RabbitMQ, line of the error handler", false),

	RABBIT_FAILURE_BY_HAND("RabbitMQ, line of the error handler, template and listener factory made by hand", false),

	JMS("JMS, Boot's template and listener factory", true),

	JMS_BY_HAND("JMS, template and listener factory made by hand", false),

	JMS_FAILURE("JMS, line about a failed listener", true),

	JMS_FAILURE_BY_HAND("JMS, line about a failed listener, template and listener factory made by hand", false);

	/** Seen by the tests of the technology. */
	private static final String BATCHES = """
			| Kafka, batch listener | no trace id | a trace of its own, linked to each span that sent a message |
			| Kafka, line of the error handler about a batch | no trace id | the trace id of the batch |
			| RabbitMQ, batch listener | no trace id | a trace of its own, linked to each span that sent a message |
			| RabbitMQ, line of the error handler about a batch | no trace id | the trace id of the batch |
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
