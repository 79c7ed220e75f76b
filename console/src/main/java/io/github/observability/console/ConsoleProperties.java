package io.github.observability.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the development console.
 *
 * @param enabled Whether the console is served while the application runs in development.
 * @param path Path of the console below the context path.
 * @param allowInProduction Whether the console is served although the application looks
 * like it runs in production.
 * @param token Token that opens the console. A random one is made at each start if empty.
 * @param allowedHosts Names by which browsers may reach the console besides localhost,
 * for a remote workspace. They also open it to addresses other than loopback.
 * @param port Port of the console in an application without a web server, 0 for a random
 * one.
 * @param maxTraces Traces held at most.
 * @param maxSize Memory for traces and log lines at most, as estimated.
 * @param maxLines Log lines held at most.
 * @param runFile File that keeps the summary of the run, for comparison with the next.
 */
@ConfigurationProperties("observability.console")
record ConsoleProperties(@DefaultValue("true") boolean enabled, @DefaultValue("/observability") String path,
		@DefaultValue("false") boolean allowInProduction, @Nullable String token,
		@DefaultValue List<String> allowedHosts, @DefaultValue("0") int port, @DefaultValue("5000") int maxTraces,
		@DefaultValue("20MB") DataSize maxSize, @DefaultValue("5000") int maxLines, @Nullable Path runFile) {

	static final String PREFIX = "observability.console";

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-]+)+");

	private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{16,128}");

	private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]");

	ConsoleProperties {
		require(PATH.matcher(path).matches(), "path", path,
				"It must begin with a slash, end without one, and consist of letters, digits, '-' and '_'.");
		require(token == null || token.isEmpty() || TOKEN.matcher(token).matches(), "token", "(hidden)",
				"It must consist of 16 to 128 letters, digits, '-' and '_'; leave it empty for a random one.");
		for (String host : allowedHosts) {
			require(HOST.matcher(host).matches(), "allowed-hosts", host,
					"It must be the name of a host, without scheme, port or wildcard.");
		}
		require(port >= 0 && port <= 65535, "port", port, "It must be between 0 and 65535.");
		require(maxTraces > 0 && maxTraces <= 100_000, "max-traces", maxTraces, "It must be between 1 and 100000.");
		require(maxLines > 0 && maxLines <= 100_000, "max-lines", maxLines, "It must be between 1 and 100000.");
		require(maxSize.toBytes() >= 1 << 20 && maxSize.toMegabytes() <= 1024, "max-size", maxSize,
				"It must be between 1MB and 1GB.");
	}

	private static void require(boolean valid, String key, Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "." + key, value, reason);
		}
	}

	boolean isLoopbackOnly() {
		return this.allowedHosts.isEmpty();
	}

	static InetAddress loopback() {
		try {
			return InetAddress.getByAddress("localhost", new byte[] { 127, 0, 0, 1 });
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
