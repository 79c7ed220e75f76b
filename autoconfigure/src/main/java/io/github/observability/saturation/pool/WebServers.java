package io.github.observability.saturation.pool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Collects the web servers of this context and of its children, such as the one of the
 * management port, once they listen.
 */
final class WebServers implements ApplicationListener<WebServerInitializedEvent> {

	private final Map<String, WebServer> byPrefix = new ConcurrentHashMap<>();

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		String namespace = event.getApplicationContext().getServerNamespace();
		this.byPrefix.put((namespace != null) ? namespace + "." : "", event.getWebServer());
	}

	/**
	 * Go through the web servers of a type.
	 * @param <T> the type
	 * @param type the type
	 * @param action takes what the names of the server's resources begin with, and the
	 * server
	 */
	<T extends WebServer> void forEach(Class<T> type, BiConsumer<String, T> action) {
		this.byPrefix.forEach((prefix, server) -> {
			if (type.isInstance(server)) {
				action.accept(prefix, type.cast(server));
			}
		});
	}

}
