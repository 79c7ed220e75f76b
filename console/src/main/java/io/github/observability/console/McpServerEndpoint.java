package io.github.observability.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * {@link McpEndpoint} with a tool for each part of the API, so that a coding agent can
 * look at the application as a developer does. It only reads.
 */
final class McpServerEndpoint implements McpEndpoint, McpStatelessServerTransport, AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Map<String, String> FILTERS = filters();

	private final McpJsonMapper json = new JacksonMcpJsonMapper(ConsoleJson.MAPPER);

	private final ConsoleApi api;

	private final McpStatelessSyncServer server;

	private volatile @Nullable McpStatelessServerHandler handler;

	McpServerEndpoint(ConsoleApi api, ConsoleInfo info) {
		this.api = api;
		McpServer.StatelessSyncSpecification server = McpServer.sync(this)
			.serverInfo("observability-console", "1")
			.instructions("Shows what the application '" + info.name() + "' does while it is developed.")
			.jsonMapper(this.json)
			.validateToolInputs(false)
			.immediateExecution(true)
			.requestTimeout(TIMEOUT)
			.capabilities(McpSchema.ServerCapabilities.builder().tools(false).build());
		tool(server, "signals_now", "Traffic, errors, latency, saturation and objectives of the last 15 minutes",
				"/api/now", Map.of());
		tool(server, "find_requests", "Traces, the newest first, with duration and what stands out", "/api/requests",
				FILTERS);
		server.toolCall(definition("explain_request", "One trace: critical path, statements, log lines, cost",
				Map.of("traceId", "The id of the trace")), (context, request) -> explain(request));
		tool(server, "errors", "Exceptions in log lines, grouped by the stack of their root cause", "/api/errors",
				Map.of());
		tool(server, "findings", "What deserves a look, with an example and advice", "/api/findings", Map.of());
		tool(server, "incidents", "Incidents with ranked suspects, the latest changes and their log patterns",
				"/api/incidents", Map.of());
		tool(server, "compare_runs", "This run beside the one before, by route", "/api/runs", Map.of());
		this.server = server.build();
	}

	private static Map<String, String> filters() {
		Map<String, String> filters = new LinkedHashMap<>();
		filters.put("q", "A part of the route, or the beginning of a trace id");
		filters.put("status", "The beginning of the HTTP status, 5 for example");
		filters.put("kind", "SERVER, CLIENT, CONSUMER, PRODUCER or INTERNAL");
		filters.put("badge", "error, repeated, serial, lost or masked");
		filters.put("slower", "The least duration in milliseconds");
		filters.put("limit", "How many at most");
		return filters;
	}

	private void tool(McpServer.StatelessSyncSpecification server, String name, String description, String path,
			Map<String, String> parameters) {
		server.toolCall(definition(name, description, parameters),
				(context, request) -> result(this.api.handle(path, texts(request.arguments()))));
	}

	private static McpSchema.Tool definition(String name, String description, Map<String, String> parameters) {
		Map<String, Object> properties = new LinkedHashMap<>();
		parameters.forEach((key, text) -> properties.put(key, Map.of("type", "string", "description", text)));
		return McpSchema.Tool.builder(name, Map.of("type", "object", "properties", properties))
			.description(description)
			.annotations(McpSchema.ToolAnnotations.builder().readOnlyHint(true).build())
			.build();
	}

	private McpSchema.CallToolResult explain(McpSchema.CallToolRequest request) {
		String traceId = texts(request.arguments()).getOrDefault("traceId", "");
		return result(this.api.handle("/api/requests/" + traceId, Map.of()));
	}

	private static Map<String, String> texts(@Nullable Map<String, Object> arguments) {
		Map<String, String> texts = new LinkedHashMap<>();
		if (arguments != null) {
			arguments.forEach((key, value) -> texts.put(key, String.valueOf(value)));
		}
		return texts;
	}

	private static McpSchema.CallToolResult result(@Nullable ConsoleResponse response) {
		String text = (response != null) ? new String(response.body(), StandardCharsets.UTF_8) : "It is not held";
		return McpSchema.CallToolResult.builder().textContent(List.of(text)).isError(response == null).build();
	}

	@Override
	public ConsoleResponse handle(byte[] message) {
		McpStatelessServerHandler handler = this.handler;
		if (handler == null) {
			return ConsoleResponse.text(503, "Not ready\n");
		}
		String text = new String(message, StandardCharsets.UTF_8).strip();
		if (!text.startsWith("{")) {
			return ConsoleResponse.text(400, "The body is not an object\n");
		}
		try {
			McpSchema.JSONRPCMessage parsed = McpSchema.deserializeJsonRpcMessage(this.json, text);
			if (parsed instanceof McpSchema.JSONRPCRequest request) {
				McpSchema.JSONRPCResponse response = handler.handleRequest(McpTransportContext.EMPTY, request)
					.block(TIMEOUT);
				return ConsoleResponse.of(200, "application/json", this.json.writeValueAsBytes(response));
			}
			if (parsed instanceof McpSchema.JSONRPCNotification notification) {
				handler.handleNotification(McpTransportContext.EMPTY, notification).block(TIMEOUT);
				return ConsoleResponse.text(202, "");
			}
		}
		catch (IOException | IllegalArgumentException ex) {
			return ConsoleResponse.text(400, "The body is not a message of JSON-RPC\n");
		}
		return ConsoleResponse.text(400, "The body is neither a request nor a notification\n");
	}

	@Override
	public void setMcpHandler(McpStatelessServerHandler handler) {
		this.handler = handler;
	}

	@Override
	public Mono<Void> closeGracefully() {
		return Mono.empty();
	}

	@Override
	public void close() {
		this.handler = null;
	}

}
