package io.github.observability.saturation.pool;

import java.util.concurrent.Executor;

import io.github.observability.saturation.SaturationReadings;
import io.github.observability.saturation.SaturationSource;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;

import org.springframework.boot.tomcat.TomcatWebServer;

/**
 * Threads and connections of Tomcat. With virtual threads there is no limit of threads,
 * so only connections are read.
 */
final class TomcatSource implements SaturationSource {

	private final WebServers servers;

	TomcatSource(WebServers servers) {
		this.servers = servers;
	}

	@Override
	public void read(SaturationReadings readings) {
		this.servers.forEach(TomcatWebServer.class, (prefix, server) -> {
			Connector[] connectors = server.getTomcat().getService().findConnectors();
			for (int i = 0; i < connectors.length; i++) {
				if (connectors[i].getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
					String name = prefix + "tomcat." + ((i > 0) ? connectors[i].getPort() + "." : "");
					read(name, protocol, readings);
				}
			}
		});
	}

	private static void read(String name, AbstractProtocol<?> protocol, SaturationReadings readings) {
		Executor executor = protocol.getExecutor();
		if (executor instanceof ThreadPoolExecutor threads) {
			readings.use(name + "threads", threads.getActiveCount(), threads.getMaximumPoolSize(),
					threads.getQueue().size());
		}
		else if (executor instanceof java.util.concurrent.ThreadPoolExecutor threads) {
			readings.use(name + "threads", threads.getActiveCount(), threads.getMaximumPoolSize(),
					threads.getQueue().size());
		}
		long max = protocol.getMaxConnections();
		long count = protocol.getConnectionCount();
		// Below the limit the acceptor counts the connection that it waits for.
		readings.use(name + "connections", (count > 0 && count < max) ? count - 1 : count, max);
	}

}
