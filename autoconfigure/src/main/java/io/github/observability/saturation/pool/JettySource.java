package io.github.observability.saturation.pool;

import java.lang.reflect.Method;

import io.github.observability.BootNames;
import io.github.observability.saturation.SaturationReadings;
import io.github.observability.saturation.SaturationSource;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.WebServer;
import org.springframework.util.ReflectionUtils;

/**
 * Threads and connections of Jetty: connections where
 * {@code server.jetty.max-connections} limits them, virtual threads where their pool
 * keeps track of them.
 */
final class JettySource implements SaturationSource {

	static final String WEB_SERVER = BootNames.JETTY_WEB_SERVER;

	static final String GETTER = "getServer";

	private final WebServers servers;

	JettySource(WebServers servers) {
		this.servers = servers;
	}

	@Override
	public void read(SaturationReadings readings) {
		this.servers.forEach(WebServer.class, (prefix, webServer) -> {
			Server server = server(webServer);
			if (server != null) {
				read(prefix + "jetty.", server, readings);
			}
		});
	}

	/**
	 * Calls the getter by reflection: Boot opens no management port if its modules for
	 * Jetty and Tomcat are both on the class path, so this module does not compile
	 * against the former.
	 */
	private static @Nullable Server server(WebServer webServer) {
		Method method = ReflectionUtils.findMethod(webServer.getClass(), GETTER);
		Object server = (method != null) ? ReflectionUtils.invokeMethod(method, webServer) : null;
		return (server instanceof Server jetty) ? jetty : null;
	}

	private static void read(String prefix, Server server, SaturationReadings readings) {
		ThreadPool pool = server.getThreadPool();
		if (pool instanceof QueuedThreadPool threads && threads.isRunning()) {
			// Acceptors and selectors serve no requests.
			int serving = threads.getMaxThreads() - threads.getLeasedThreads();
			readings.use(prefix + "threads", isFull(threads) ? serving : Math.max(0, threads.getUtilizedThreads()),
					serving, threads.getQueueSize());
		}
		else if (pool instanceof VirtualThreadPool threads && threads.isRunning()) {
			readings.use(prefix + "threads", threads.getThreads(), threads.getMaxConcurrentTasks());
		}
		NetworkConnectionLimit limit = server.getBean(NetworkConnectionLimit.class);
		if (limit != null) {
			readings.use(prefix + "connections", limit.getNetworkConnectionCount(),
					limit.getMaxNetworkConnectionCount(), limit.getPendingNetworkConnectionCount());
		}
	}

	/** Reserved threads count as ready, but never take what is queued. */
	private static boolean isFull(QueuedThreadPool threads) {
		return threads.getQueueSize() > 0 && threads.getIdleThreads() == 0
				&& threads.getThreads() >= threads.getMaxThreads();
	}

}
