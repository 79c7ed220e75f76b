package io.github.observability.incidents.signal;

import java.util.Locale;

/**
 * What a signal is about.
 *
 * @param type the type
 * @param name the name, such as a route or the name of a dependency
 */
public record Subject(Type type, String name) {

	/** All requests that the service serves. */
	public static final Subject SERVICE = new Subject(Type.SERVICE, "all requests");

	/**
	 * Whether it has a part in anything that happens, as the service as a whole has.
	 * @return whether it is about no particular route, dependency or piece of work
	 */
	public boolean isWide() {
		return this.type != Type.ROUTE && this.type != Type.DEPENDENCY && this.type != Type.WORK;
	}

	@Override
	public String toString() {
		return (this.type == Type.SERVICE) ? this.name : this.type.label() + " " + this.name;
	}

	/**
	 * Types of subjects.
	 */
	public enum Type {

		/** All requests served. */
		SERVICE,

		/** Requests served of one route. */
		ROUTE,

		/** Messages, tasks and jobs. */
		WORK,

		/** What is called: a service, a database, a queue. */
		DEPENDENCY,

		/** A limited resource, such as a pool. */
		RESOURCE,

		/** The virtual machine and its host. */
		HOST,

		/** What the application says about its own health. */
		HEALTH,

		/** Log lines. */
		LOG,

		/** Business events. */
		BUSINESS,

		/** A service level objective. */
		OBJECTIVE;

		/**
		 * Return the name as it is part of texts, such as {@code route}.
		 * @return the label
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

		/**
		 * Whether users feel what happens to it.
		 * @return whether it shows symptoms
		 */
		public boolean isSymptom() {
			return this == SERVICE || this == ROUTE || this == WORK || this == BUSINESS || this == OBJECTIVE;
		}

	}

}
