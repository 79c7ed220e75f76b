package io.github.observability.console;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The console behind a proxy that the server trusts. A connection to another address of
 * this machine comes from that address, as if from another machine.
 */
class ConsoleForwardedIntegrationTests {

	private static final String TOKEN = "AbCdEfGhIjKlMnOpQrStUvWx";

	@ParameterizedTest
	@CsvSource({ "SERVLET, native", "SERVLET, framework", "SERVLET, none", "REACTIVE, native", "REACTIVE, framework" })
	void aHeaderMakesNoCallerLocal(WebApplicationType type, String strategy) throws IOException {
		InetAddress other = otherAddress();
		assumeThat(other).isNotNull();
		SpringApplication application = new SpringApplication(ConsoleTestApplication.class);
		application.setWebApplicationType(type);
		try (ConfigurableApplicationContext context = application.run("--server.port=0",
				"--server.forward-headers-strategy=" + strategy, "--server.tomcat.remoteip.internal-proxies=.*",
				"--observability.console.token=" + TOKEN, "--spring.main.banner-mode=off")) {
			int port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
			InetAddress local = ConsoleProperties.loopback();
			assertThat(get(local, port, "")).startsWith("HTTP/1.1 200");
			assertThat(get(other, port, "")).startsWith("HTTP/1.1 403");
			assertThat(get(other, port, "X-Forwarded-For: 127.0.0.1\r\n")).startsWith("HTTP/1.1 403");
			assertThat(get(other, port, "X-Forwarded-For: ::1\r\n")).startsWith("HTTP/1.1 403");
			assertThat(get(other, port, "Forwarded: for=127.0.0.1\r\n")).startsWith("HTTP/1.1 403");
			assertThat(get(local, port, "X-Forwarded-For: 127.0.0.1, 203.0.113.9\r\n")).startsWith("HTTP/1.1 403");
		}
	}

	private static InetAddress otherAddress() throws SocketException {
		return NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> address instanceof Inet4Address && !address.isLoopbackAddress())
			.findFirst()
			.orElse(null);
	}

	private static String get(InetAddress address, int port, String header) throws IOException {
		try (Socket socket = new Socket(address, port)) {
			socket.setSoTimeout(30_000);
			String request = "GET /observability/api/now HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TOKEN
					+ "\r\n" + header + "Connection: close\r\n\r\n";
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().flush();
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
