package io.github.observability.context.matrix;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A line that is written for a request outside its handler.
 */
enum ContainerLine {

	UNHANDLED("Container log line about an unhandled exception", "/unhandled", "Servlet.service()"),

	ERROR_PAGE("Error page log line after an unhandled exception", "/unhandled", "Showing the error"),

	UNHANDLED_CALLABLE("Container log line about a `Callable` that fails", "/unhandled-callable", "Servlet.service()"),

	CALLABLE_ERROR_PAGE("Error page log line after a `Callable` that fails", "/unhandled-callable",
			"Showing the error"),

	UNHANDLED_FUTURE("Container log line about a `CompletableFuture` that fails", "/unhandled-future",
			"Servlet.service()"),

	FUTURE_ERROR_PAGE("Error page log line after a `CompletableFuture` that fails", "/unhandled-future",
			"Showing the error"),

	NOT_FOUND("Spring MVC log line about an unmapped path", "/nowhere", "Resource not found", Propagated.TRACE,
			Propagated.BAGGAGE);

	private final String description;

	private final String path;

	private final String message;

	private final Set<Propagated> plain = EnumSet.noneOf(Propagated.class);

	ContainerLine(String description, String path, String message, Propagated... plain) {
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

	Set<Propagated> carriedByPlainBoot() {
		return this.plain;
	}

}
