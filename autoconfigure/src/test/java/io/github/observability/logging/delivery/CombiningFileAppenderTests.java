package io.github.observability.logging.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.Mockito.mock;

/**
 * Rollovers while Logback deletes old files. Two deletions at once share a calendar, and
 * so the first may take the files of today for old ones.
 */
class CombiningFileAppenderTests {

	private static final int LINES = 50;

	@TempDir
	private Path directory;

	private final CountDownLatch gate = new CountDownLatch(1);

	private final AtomicInteger begun = new AtomicInteger();

	/** Its first task holds back each deletion. */
	private final ExecutorService executor = Executors.newSingleThreadExecutor();

	private ExecutorService deletions = this.executor;

	private final LoggerContext context = new LoggerContext() {

		@Override
		public ExecutorService getAlternateExecutorService() {
			CombiningFileAppenderTests.this.begun.incrementAndGet();
			return CombiningFileAppenderTests.this.deletions;
		}

	};

	@BeforeEach
	void start() {
		this.executor.execute(this::awaitGate);
		this.context.setMDCAdapter(new LogbackMDCAdapter());
		this.context.start();
	}

	@AfterEach
	void stop() {
		this.gate.countDown();
		this.context.stop();
		this.executor.shutdownNow();
	}

	@Test
	void logbackDeletesSeveralTimesAtOnce() {
		Logger logger = logger(new RollingFileAppender<>());
		log(logger);
		assertThat(this.begun).as("deletions, of which none has ended").hasValueGreaterThan(1);
	}

	@Test
	void rollsAgainOnceOldFilesAreDeleted() throws Exception {
		Logger logger = logger(new CombiningFileAppender());
		log(logger);
		assertThat(this.begun).as("deletions, of which none has ended").hasValue(1);
		assertThat(files()).hasSize(2);
		this.gate.countDown();
		this.executor.submit(() -> {
		}).get();
		log(logger);
		assertThat(this.begun).hasValueGreaterThan(5);
		this.context.stop();
		assertThat(lines()).containsExactlyInAnyOrderElementsOf(Stream.concat(messages(), messages()).toList());
	}

	@Test
	void losesNoLineIfADeletionIsCanceled() throws IOException {
		FutureTask<Void> canceled = new FutureTask<>(() -> null);
		canceled.cancel(false);
		this.deletions = mock(ExecutorService.class);
		willReturn(canceled).given(this.deletions).submit(any(Runnable.class));
		Logger logger = logger(new CombiningFileAppender());
		log(logger);
		assertThat(this.begun).hasValueGreaterThan(5);
		assertThat(lines()).containsExactlyInAnyOrderElementsOf(messages().toList());
	}

	private static Stream<String> messages() {
		return IntStream.range(0, LINES).mapToObj((i) -> "line " + i + " " + "x".repeat(200));
	}

	private static void log(Logger logger) {
		messages().forEach(logger::info);
	}

	private Logger logger(RollingFileAppender<ILoggingEvent> appender) {
		PatternLayoutEncoder encoder = new PatternLayoutEncoder();
		encoder.setContext(this.context);
		encoder.setCharset(StandardCharsets.UTF_8);
		encoder.setPattern("%msg%n");
		encoder.start();
		SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
		policy.setContext(this.context);
		policy.setParent(appender);
		policy.setFileNamePattern(this.directory.resolve("app.log") + ".%d.%i");
		policy.setMaxFileSize(FileSize.valueOf("1KB"));
		policy.setMaxHistory(7);
		appender.setContext(this.context);
		appender.setFile(this.directory.resolve("app.log").toString());
		appender.setEncoder(encoder);
		appender.setRollingPolicy(policy);
		policy.start();
		appender.start();
		Logger logger = this.context.getLogger("any");
		logger.addAppender(appender);
		return logger;
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.toList();
		}
	}

	private List<String> lines() throws IOException {
		return files().stream().flatMap((file) -> {
			try {
				return Files.readAllLines(file).stream();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}).toList();
	}

	private void awaitGate() {
		try {
			assertThat(this.gate.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
