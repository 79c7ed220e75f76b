package io.github.observability.context.matrix;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.apache.qpid.server.SystemLauncher;

/**
 * A broker that speaks AMQP 0-9-1, as RabbitMQ does.
 */
final class QpidBroker {

	private static final String CONFIGURATION = """
			{
			  "name": "broker", "modelVersion": "9.0",
			  "authenticationproviders": [ { "name": "plain", "type": "Plain", "secureOnlyMechanisms": [],
			    "users": [ { "name": "guest", "password": "guest", "type": "managed" } ] } ],
			  "ports": [ { "name": "amqp", "port": "%d", "bindingAddress": "127.0.0.1", "protocols": [ "AMQP_0_9_1" ],
			    "authenticationProvider": "plain", "virtualhostaliases": [
			    { "name": "nameAlias", "type": "nameAlias" }, { "name": "defaultAlias", "type": "defaultAlias" } ] } ],
			  "virtualhostnodes": [ { "name": "default", "type": "Memory", "defaultVirtualHostNode": "true",
			    "virtualHostInitialConfiguration": "{ \\"type\\": \\"Memory\\" }" } ]
			}
			""";

	private final SystemLauncher launcher = new SystemLauncher();

	private final int port;

	QpidBroker() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			this.port = socket.getLocalPort();
		}
	}

	int port() {
		return this.port;
	}

	void start(Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve("broker.json"), CONFIGURATION.formatted(this.port));
		this.launcher.startup(Map.of("type", "Memory", "initialConfigurationLocation", file.toUri().toString(),
				"startupLoggedToSystemOut", false, "qpid.work_dir", directory.toString()));
	}

	void stop() {
		this.launcher.shutdown();
	}

}
