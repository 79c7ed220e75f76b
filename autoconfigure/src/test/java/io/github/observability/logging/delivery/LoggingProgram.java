package io.github.observability.logging.delivery;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Application that logs from many threads until it is killed or told to stop, and then
 * reports what it sent and what was written and dropped.
 */
public final class LoggingProgram {

	private static final int THREADS = 8;

	private static final int BUSY = 1_000;

	static final int LINES = 2_000;

	private LoggingProgram() {
	}

	public static void main(String[] arguments) throws Exception {
		String end = System.getProperty("end", "");
		new SpringApplicationBuilder(end.equals("fail") ? Failing.class : Nothing.class).web(WebApplicationType.NONE)
			.run(arguments);
		if (end.equals("exit")) {
			exitFromARequest();
		}
		Path stop = Path.of(System.getProperty("stop"));
		long pause = Long.getLong("pause", 0);
		String run = System.getProperty("run", "0");
		boolean acknowledges = Boolean.getBoolean("acknowledges");
		OutputStream output = new FileOutputStream(FileDescriptor.out);
		Logger logger = LoggerFactory.getLogger("org.example.LoggingProgram");
		AtomicLong slowest = new AtomicLong();
		AtomicLong longestDelay = new AtomicLong();
		long before = sum();
		AtomicLong sent = new AtomicLong();
		List<Thread> threads = new ArrayList<>();
		for (int thread = 0; thread < THREADS; thread++) {
			int number = thread;
			threads.add(new Thread(() -> {
				for (int i = 0; !Files.exists(stop); i++) {
					long start = System.nanoTime();
					log(logger, run, number, i);
					if (acknowledges) {
						acknowledge(output, number, i);
					}
					sent.incrementAndGet();
					long logged = System.nanoTime();
					slowest.accumulateAndGet(logged - start, Math::max);
					if (pause > 0) {
						sleep(pause);
						longestDelay.accumulateAndGet(System.nanoTime() - logged, Math::max);
					}
				}
			}));
		}
		threads.forEach(Thread::start);
		Files.writeString(Path.of(System.getProperty("started")), "yes");
		boolean busy = false;
		boolean dropped = false;
		while (!Files.exists(stop)) {
			busy = busy || tell("busy", sent.get() >= BUSY);
			dropped = dropped || tell("dropped", DeliveryCounts.PROCESS.droppedSoFar() > 0);
			sleep(10);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		// What is written by other threads, of which delivery that is not asynchronous
		// has none.
		long outputs = Long.getLong("outputs", 0);
		for (int i = 0; i < 600 && sum() - before < outputs * sent.get(); i++) {
			sleep(100);
		}
		Files.writeString(Path.of(System.getProperty("report")),
				"%d %d %d %d %d %d".formatted(sent.get(), written(), DeliveryCounts.PROCESS.droppedSoFar(),
						slowest.get() / 1_000_000, before, longestDelay.get() / 1_000_000));
		System.exit(0);
	}

	private static void exitFromARequest() throws InterruptedException {
		Thread request = new Thread(() -> {
			logLines();
			System.exit(3);
		});
		request.start();
		request.join();
	}

	private static void logLines() {
		Logger logger = LoggerFactory.getLogger("org.example.LoggingProgram");
		for (int i = 0; i < LINES; i++) {
			logger.info("Line {} before the end", i);
		}
	}

	/** Acknowledges a line by one write to a pipe, which stays there after a kill. */
	private static void acknowledge(OutputStream output, int thread, int line) {
		try {
			output.write("ack %d %d%n".formatted(thread, line).getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Tells the test that something has happened, by a file. */
	private static boolean tell(String file, boolean happened) throws IOException {
		if (happened) {
			Files.writeString(Path.of(System.getProperty(file)), "yes");
		}
		return happened;
	}

	private static void log(Logger logger, String run, int thread, int number) {
		if (number % 2 == 0) {
			logger.info("Run {} thread {} line {}", run, thread, number);
		}
		else {
			logger.error("Run {} thread {} line {}", run, thread, number);
		}
	}

	private static long sum() {
		return written() + DeliveryCounts.PROCESS.droppedSoFar();
	}

	private static long written() {
		long written = 0;
		for (Level level : new Level[] { Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG, Level.TRACE }) {
			written += DeliveryCounts.PROCESS.writtenSoFar(level);
		}
		return written;
	}

	private static void sleep(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		Object ledger() {
			logLines();
			throw new IllegalStateException("The ledger is missing");
		}

	}

}
