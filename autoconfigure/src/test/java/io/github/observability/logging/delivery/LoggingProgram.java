package io.github.observability.logging.delivery;

import java.io.IOException;
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
import org.springframework.context.annotation.Configuration;

/**
 * Application that logs from many threads until it is killed or told to stop, and then
 * reports what it sent and what was written and dropped.
 */
public final class LoggingProgram {

	private static final int THREADS = 8;

	private static final int BUSY = 1_000;

	private LoggingProgram() {
	}

	public static void main(String[] arguments) throws Exception {
		new SpringApplicationBuilder(Nothing.class).web(WebApplicationType.NONE).run(arguments);
		Path stop = Path.of(System.getProperty("stop"));
		long pause = Long.getLong("pause", 0);
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
					log(logger, number, i);
					sent.incrementAndGet();
					long end = System.nanoTime();
					slowest.accumulateAndGet(end - start, Math::max);
					if (pause > 0) {
						sleep(pause);
						longestDelay.accumulateAndGet(System.nanoTime() - end, Math::max);
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
		for (int i = 0; i < 600 && sum() - before < sent.get(); i++) {
			sleep(100);
		}
		Files.writeString(Path.of(System.getProperty("report")),
				"%d %d %d %d %d %d".formatted(sent.get(), written(), DeliveryCounts.PROCESS.droppedSoFar(),
						slowest.get() / 1_000_000, before, longestDelay.get() / 1_000_000));
		System.exit(0);
	}

	/** Tells the test that something has happened, by a file. */
	private static boolean tell(String file, boolean happened) throws IOException {
		if (happened) {
			Files.writeString(Path.of(System.getProperty(file)), "yes");
		}
		return happened;
	}

	private static void log(Logger logger, int thread, int number) {
		if (number % 2 == 0) {
			logger.info("Line {} of thread {}", number, thread);
		}
		else {
			logger.error("Line {} of thread {} failed", number, thread);
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

}
