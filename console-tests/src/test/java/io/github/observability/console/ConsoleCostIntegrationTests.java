package io.github.observability.console;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request costs with the console and without it. Both applications run in this
 * process and take turns, so that the machine is the same for both. The bytes are what is
 * asked for, as they are the same on any machine. The CPU time, the console's own thread
 * included, is told for the page of the console: on processors that are busy, throughput
 * is its inverse.
 */
@Tag("alone")
@EnabledIfSystemProperty(named = "tests.full", matches = "true")
class ConsoleCostIntegrationTests {

	private static final int CONNECTIONS = 8;

	private static final int ROUNDS = 10;

	private static final int REQUESTS = 100;

	/** Beside some 20 kB that the request takes without the console. */
	private static final int MAX_BYTES = 6_000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	@Test
	void isSmallBesideThatOfTheRequest() throws Exception {
		List<Cost> without = new ArrayList<>();
		List<Cost> with = new ArrayList<>();
		try (ConfigurableApplicationContext off = start("false");
				ConfigurableApplicationContext on = start("true");
				Load offLoad = new Load(off);
				Load onLoad = new Load(on)) {
			for (int i = -ROUNDS; i < ROUNDS; i++) {
				Cost offCost = offLoad.costOfRequest();
				Cost onCost = onLoad.costOfRequest();
				if (i >= 0) {
					without.add(offCost);
					with.add(onCost);
				}
			}
		}
		double offMicros = median(without, Cost::micros);
		double onMicros = median(with, Cost::micros);
		double bytes = median(with, Cost::bytes) - median(without, Cost::bytes);
		System.out.printf("%.0f us of CPU a request without the console, %.0f us with it: throughput %.1f %%; %.0f B%n",
				offMicros, onMicros, 100 * offMicros / onMicros, bytes);
		assertThat(bytes).isPositive().isLessThan(MAX_BYTES);
	}

	private static double median(List<Cost> costs, ToDoubleFunction<Cost> value) {
		return costs.stream().mapToDouble(value).sorted().toArray()[costs.size() / 2];
	}

	private static ConfigurableApplicationContext start(String console) {
		return SpringApplication.run(WorkApplication.class, "--server.port=0", "--spring.main.banner-mode=off",
				"--server.tomcat.max-keep-alive-requests=-1", "--observability.console.enabled=" + console,
				"--observability.console.run-file=target/throughput-run.json");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
			"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration" })
	static class WorkApplication {

		@RestController
		static class WorkController {

			private static final Logger logger = LoggerFactory.getLogger(WorkController.class);

			private static final int ROUNDS_OF_WORK = roundsOf(600_000);

			/**
			 * Takes 0.6 ms of CPU in this controller, which makes 0.7 ms of the request.
			 */
			@GetMapping("/work")
			String work() throws NoSuchAlgorithmException {
				byte[] hash = hash(ROUNDS_OF_WORK);
				logger.info("Worked on {}", "this");
				return HexFormat.of().formatHex(hash, 0, 4);
			}

			private static byte[] hash(int rounds) throws NoSuchAlgorithmException {
				MessageDigest digest = MessageDigest.getInstance("SHA-256");
				byte[] hash = new byte[32];
				for (int i = 0; i < rounds; i++) {
					hash = digest.digest(hash);
				}
				return hash;
			}

			/** Work, not time: other threads run while one waits for a processor. */
			private static int roundsOf(long nanos) {
				int rounds = 1000;
				long shortest = Long.MAX_VALUE;
				try {
					for (int i = 0; i < 200; i++) {
						long started = System.nanoTime();
						hash(rounds);
						shortest = Math.min(shortest, System.nanoTime() - started);
					}
				}
				catch (NoSuchAlgorithmException ex) {
					throw new IllegalStateException(ex);
				}
				return (int) (rounds * nanos / shortest);
			}

		}

	}

	private record Cost(double micros, double bytes) {

	}

	/** Eight connections that ask again and again. */
	private static final class Load implements AutoCloseable {

		private final ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);

		private final List<Socket> sockets = new ArrayList<>();

		Load(ConfigurableApplicationContext application) throws IOException {
			int port = Integer.parseInt(application.getEnvironment().getRequiredProperty("local.server.port"));
			for (int i = 0; i < CONNECTIONS; i++) {
				Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
				socket.setTcpNoDelay(true);
				this.sockets.add(socket);
			}
		}

		Cost costOfRequest() throws Exception {
			long allocated = allocated();
			long before = SYSTEM.getProcessCpuTime();
			List<Callable<Long>> calls = new ArrayList<>();
			for (Socket socket : this.sockets) {
				calls.add(() -> ask(socket));
			}
			long clients = 0;
			for (Future<Long> client : this.clients.invokeAll(calls)) {
				clients += client.get();
			}
			double requests = CONNECTIONS * REQUESTS;
			return new Cost((SYSTEM.getProcessCpuTime() - before - clients) / 1000.0 / requests,
					(allocated() - allocated) / requests);
		}

		/** Bytes of all threads. What the clients take is the same for both. */
		private static long allocated() {
			return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())).sum();
		}

		/** Return the time of the processor that this client itself has taken. */
		private static long ask(Socket socket) throws IOException {
			long before = THREADS.getCurrentThreadCpuTime();
			byte[] request = "GET /work HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
			InputStream in = new BufferedInputStream(socket.getInputStream());
			OutputStream out = socket.getOutputStream();
			for (int i = 0; i < REQUESTS; i++) {
				out.write(request);
				out.flush();
				assertThat(readLine(in)).startsWith("HTTP/1.1 200");
				int length = 0;
				String header = readLine(in);
				while (!header.isEmpty()) {
					if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
						length = Integer.parseInt(header.substring(15).trim());
					}
					header = readLine(in);
				}
				in.skipNBytes(length);
			}
			return THREADS.getCurrentThreadCpuTime() - before;
		}

		private static String readLine(InputStream in) throws IOException {
			StringBuilder line = new StringBuilder();
			int next = in.read();
			while (next != '\n') {
				if (next < 0) {
					throw new IOException("The server closed the connection after '" + line + "'");
				}
				if (next != '\r') {
					line.append((char) next);
				}
				next = in.read();
			}
			return line.toString();
		}

		@Override
		public void close() {
			this.clients.shutdownNow();
			this.sockets.forEach((socket) -> {
				try {
					socket.close();
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}

	}

}
