package io.github.observability.testing;

import java.util.List;

/**
 * Libraries on the class path of the tests that few applications use, and that Spring
 * Boot would configure in each of them.
 */
public enum Library {

	JDBC("org.springframework.boot.jdbc.", "org.springframework.boot.data.", "net.ttddyy."),

	JMS("org.springframework.boot.jms."),

	KAFKA("org.springframework.boot.kafka."),

	RABBITMQ("org.springframework.boot.amqp.");

	private final List<String> prefixes;

	Library(String... prefixes) {
		this.prefixes = List.of(prefixes);
	}

	boolean configures(String className) {
		return this.prefixes.stream().anyMatch(className::startsWith);
	}

}
