package io.github.observability.console;

/**
 * Answers messages of the Model Context Protocol.
 */
@FunctionalInterface
interface McpEndpoint {

	/**
	 * Answer a message.
	 * @param message the message, a request or a notification of JSON-RPC
	 * @return the response
	 */
	ConsoleResponse handle(byte[] message);

}
