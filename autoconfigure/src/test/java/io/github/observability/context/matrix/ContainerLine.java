package io.github.observability.context.matrix;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A line that is written for a request outside its handler.
 */
enum ContainerLine {

	UNHANDLED("Line of the container about an unhandled exception", "/unhandled", "Servlet.service()"),

	ERROR_PAGE("Line of the error page after an unhandled exception", "/unhandled", "Showing the error"),

	NOT_FOUND("Line of Spring MVC about a path that nothing is at", "/nowhere", "Resource not found", Carried.TRACE,
			Carried.BAGGAGE);

	private final String description;

	private final String path;

	private final String message;

	private final Set<Carried> plain = EnumSet.noneOf(Carried.class);

	ContainerLine(String description, String path, String message, Carried... plain) {
		this.description = description;
		this.path = path;
		this.message = message;
		this.plain.addAll(Arrays.asList(plain));
	}

	String description() {
		return this.description;
	}

	String path() {
		return this.path;
	}

	String message() {
		return this.message;
	}

	Set<Carried> carriedByPlainBoot() {
		return this.plain;
	}

}
