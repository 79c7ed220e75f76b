package io.github.observability.console;

import io.github.observability.LogOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests to the console, whichever server received them.
 */
final class ConsoleHandler {

	private static final Logger logger = LoggerFactory.getLogger(ConsoleHandler.class);

	private final ConsoleGuard guard;

	private final ConsoleAssets assets;

	private final ConsoleApi api;

	private final TimedMethod timedMethod;

	private final @Nullable McpEndpoint mcp;

	private final LogOnce failure = new LogOnce(logger);

	ConsoleHandler(ConsoleGuard guard, ConsoleAssets assets, ConsoleApi api, TimedMethod timedMethod,
			@Nullable McpEndpoint mcp) {
		this.guard = guard;
		this.assets = assets;
		this.api = api;
		this.timedMethod = timedMethod;
		this.mcp = mcp;
	}

	/**
	 * Find the part of a raw path that is below the console's.
	 * @param rawPath the path of a request as it was sent, without the context path
	 * @param path the path of the console
	 * @return the part below, {@code null} if the request is not for the console
	 */
	static @Nullable String below(String rawPath, String path) {
		if (!rawPath.startsWith(path)) {
			return null;
		}
		String below = rawPath.substring(path.length());
		return (below.isEmpty() || below.startsWith("/")) ? below : null;
	}

	ConsoleResponse handle(ConsoleRequest request) {
		ConsoleResponse refused = this.guard.check(request);
		if (refused != null) {
			return refused;
		}
		if (request.path().isEmpty()) {
			return ConsoleResponse.text(303, "").with("Location", request.base() + "/");
		}
		ConsoleResponse asset = this.assets.find(request.path());
		if (asset != null) {
			return asset;
		}
		if (request.path().equals("/api/events")) {
			return ConsoleResponse.events();
		}
		try {
			if (request.path().equals(ConsoleGuard.TIMING)) {
				return request.method().equals("POST") ? this.timedMethod.start(request.parameters())
						: this.timedMethod.state();
			}
			if (request.method().equals("POST")) {
				return (this.mcp != null) ? this.mcp.handle(request.body())
						: ConsoleResponse.text(404, "io.modelcontextprotocol.sdk:mcp is not on the class path\n");
			}
			ConsoleResponse response = this.api.handle(request.path(), request.parameters());
			return (response != null) ? response : ConsoleResponse.text(404, "Not found\n");
		}
		catch (RuntimeException ex) {
			this.failure.warn("The console could not answer '{}'; further failures are not logged", request.path(), ex);
			return ConsoleResponse.text(500, "The console could not answer\n");
		}
	}

}
