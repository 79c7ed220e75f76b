package io.github.observability.console;

import java.io.PrintStream;

import io.github.observability.console.recording.Moments;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Prints the URL of the console once the application is ready. It goes to standard error:
 * a log line would reach files and collectors, and its token would be masked.
 */
final class ConsoleAnnouncement implements ApplicationListener<ApplicationReadyEvent>, Ordered {

	private final ConsoleToken token;

	private final ConsoleProperties properties;

	private final ConsoleInfo info;

	private final Moments moments;

	private final ObjectProvider<StandaloneConsoleServer> standalone;

	private boolean announced;

	ConsoleAnnouncement(ConsoleToken token, ConsoleProperties properties, ConsoleInfo info, Moments moments,
			ObjectProvider<StandaloneConsoleServer> standalone) {
		this.token = token;
		this.properties = properties;
		this.info = info;
		this.moments = moments;
		this.standalone = standalone;
	}

	/**
	 * The last lines are what somebody who starts an application sees. What an
	 * application itself prints in the end has room below.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 1;
	}

	@Override
	public synchronized void onApplicationEvent(ApplicationReadyEvent event) {
		if (this.announced) {
			return;
		}
		this.announced = true;
		this.info.ready(System.currentTimeMillis());
		this.moments.add(System.currentTimeMillis(), "start", "Ready");
		String url = url(event.getApplicationContext().getEnvironment());
		if (url != null) {
			PrintStream terminal = System.err;
			terminal.println("Observability console: " + url);
			terminal.flush();
		}
	}

	@Nullable String url(Environment environment) {
		String suffix = this.properties.path() + "?token=" + this.token.value();
		StandaloneConsoleServer server = this.standalone.getIfAvailable();
		if (server != null) {
			return "http://localhost:" + server.port() + suffix;
		}
		String port = environment.getProperty("local.server.port");
		if (port == null) {
			return null;
		}
		boolean secure = environment.containsProperty("server.ssl.key-store")
				|| environment.containsProperty("server.ssl.bundle")
				|| environment.containsProperty("server.ssl.certificate");
		String context = environment.getProperty("server.servlet.context-path",
				environment.getProperty("spring.webflux.base-path", ""));
		return (secure ? "https" : "http") + "://localhost:" + port + (context.equals("/") ? "" : context) + suffix;
	}

}
