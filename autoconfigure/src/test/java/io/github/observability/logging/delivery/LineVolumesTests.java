package io.github.observability.logging.delivery;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted of lines, beside what is in their file.
 */
class LineVolumesTests {

	@TempDir
	private Path directory;

	@Test
	void countsTheBytesOfTheFile() throws Exception {
		Path file = this.directory.resolve("app.log");
		LoggerContext context = new LoggerContext();
		context.setMDCAdapter(new LogbackMDCAdapter());
		RollingFileAppender<ILoggingEvent> appender = appender(context, file);
		LineVolumes.PROCESS.start();
		write(context, 8, 500);
		appender.stop();
		LineVolumes.Volume volume = LineVolumes.PROCESS.volumes().get("volume.test");
		LineVolumes.PROCESS.stop();
		assertThat(volume).isEqualTo(new LineVolumes.Volume(4_000, Files.size(file)));
	}

	private static void write(LoggerContext context, int threads, int lines) throws InterruptedException {
		CountDownLatch done = new CountDownLatch(threads);
		for (int i = 0; i < threads; i++) {
			new Thread(() -> {
				for (int j = 0; j < lines; j++) {
					context.getLogger("volume.test").info("{} Zürich", j);
				}
				done.countDown();
			}).start();
		}
		done.await();
	}

	private static RollingFileAppender<ILoggingEvent> appender(LoggerContext context, Path file) {
		PatternLayoutEncoder encoder = new PatternLayoutEncoder();
		encoder.setContext(context);
		encoder.setCharset(StandardCharsets.UTF_8);
		encoder.setPattern("%msg%n");
		encoder.start();
		CombiningFileAppender appender = new CombiningFileAppender();
		SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
		policy.setContext(context);
		policy.setParent(appender);
		policy.setFileNamePattern(file + ".%d.%i");
		policy.setMaxFileSize(FileSize.valueOf("100MB"));
		appender.setContext(context);
		appender.setFile(file.toString());
		appender.setEncoder(encoder);
		appender.setRollingPolicy(policy);
		policy.start();
		appender.start();
		context.getLogger("ROOT").setLevel(Level.INFO);
		context.getLogger("ROOT").addAppender(appender);
		return appender;
	}

	@Test
	void staysSmallWhateverLogs() {
		LineVolumes volumes = new LineVolumes();
		volumes.start();
		for (int i = 0; i < 100_000; i++) {
			volumes.add("logger" + i, 10);
		}
		Map<String, LineVolumes.Volume> counted = volumes.volumes();
		assertThat(counted).hasSize(501);
		assertThat(counted.values().stream().mapToLong(LineVolumes.Volume::bytes).sum()).isEqualTo(1_000_000);
		assertThat(counted.get(LineVolumes.OTHER).lines()).isEqualTo(99_500);
	}

	@Test
	void countsNothingWhileNobodyReads() {
		LineVolumes volumes = new LineVolumes();
		volumes.add("logger", 10);
		assertThat(volumes.volumes()).isEmpty();
		volumes.start();
		volumes.start();
		volumes.stop();
		volumes.add("logger", 10);
		volumes.stop();
		volumes.add("logger", 10);
		assertThat(volumes.volumes()).containsOnly(Map.entry("logger", new LineVolumes.Volume(1, 10)));
	}

}
