package io.github.observability.incidents;

import java.util.Locale;
import java.util.function.Predicate;

/**
 * Faults that the laboratory plants, each with what a good suspect is about.
 */
enum Fault {

	SLOW_DATABASE((subject) -> subject.equals("dependency database orders")),

	EXHAUSTED_POOL((subject) -> subject.equals("resource jdbc.orders") || subject.contains("connections of orders")),

	FAILING_DEPENDENCY((subject) -> subject.equals("dependency payments")),

	SLOW_DEPENDENCY((subject) -> subject.equals("dependency pricing")),

	GC_PRESSURE((subject) -> subject.equals("host garbage collection") || subject.equals("resource heap")),

	CPU_QUOTA((subject) -> subject.startsWith("host throttling") || subject.startsWith("host run queue")),

	LOCK((subject) -> subject.startsWith("host threads blocked")),

	LEAK((subject) -> subject.equals("resource heap") || subject.equals("host garbage collection")),

	BAD_FLAG((subject) -> subject.equals("new-pricing")),

	TRAFFIC_SURGE((subject) -> subject.equals("route GET /drivers") || subject.equals("all requests")),

	POISONED_MESSAGE((subject) -> subject.contains("kafka rides.requested")),

	BROKEN_REGION((subject) -> subject.equals("dependency geo-eu")),

	POOL_SHRUNK((subject) -> subject.contains("hikaricp.connections.max") || subject.equals("resource jdbc.orders"));

	private final Predicate<String> planted;

	Fault(Predicate<String> planted) {
		this.planted = planted;
	}

	boolean isPlanted(String subject) {
		return this.planted.test(subject);
	}

	/**
	 * Minutes from the begin of the fault until the suspects are looked at.
	 */
	int minutes() {
		return (this == LEAK) ? 30 : 6;
	}

	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

}
