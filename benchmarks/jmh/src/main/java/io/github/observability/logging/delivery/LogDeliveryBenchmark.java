package io.github.observability.logging.delivery;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.slf4j.MDC;

/**
 * 64 threads that write lines of 500 bytes, which are encoded already, to a file that
 * keeps nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(64)
public class LogDeliveryBenchmark {

	/** Who writes. */
	@Param({ "Logback's appender", "the starter's appender" })
	private String appender = "";

	private final LoggerContext context = new LoggerContext();

	private ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();

	private @Nullable ILoggingEvent event;

	/**
	 * Start the appender.
	 * @throws IOException if there is no such file
	 */
	@Setup
	public void start() throws IOException {
		this.context.setMDCAdapter(MDC.getMDCAdapter());
		this.event = new LoggingEvent("benchmark", this.context.getLogger("org.example.Greetings"), Level.INFO, "line",
				null, null);
		this.console = this.appender.startsWith("Logback") ? new ConsoleAppender<>() : new CombiningConsoleAppender();
		this.console.setContext(this.context);
		Encoded encoded = new Encoded();
		encoded.start();
		this.console.setEncoder(encoded);
		this.console.start();
		this.console.setOutputStream(new CountingStream(new FileOutputStream("/dev/null")));
	}

	/**
	 * Write a line.
	 * @param counts lines and writes of the thread
	 */
	@Benchmark
	public void line(Counts counts) {
		CountingStream.current.set(counts);
		counts.lines++;
		this.console.doAppend(this.event);
	}

	/**
	 * Lines and writes of a thread.
	 */
	@State(Scope.Thread)
	@AuxCounters(AuxCounters.Type.EVENTS)
	public static class Counts {

		/** Lines that the thread handed over. */
		public long lines;

		/** Calls that the thread made to the file. */
		public long writes;

	}

	private static final class Encoded extends EncoderBase<ILoggingEvent> {

		private final byte[] line = ("x".repeat(499) + "\n").getBytes(StandardCharsets.UTF_8);

		@Override
		public byte[] headerBytes() {
			return new byte[0];
		}

		@Override
		public byte[] encode(ILoggingEvent event) {
			return this.line;
		}

		@Override
		public byte[] footerBytes() {
			return new byte[0];
		}

	}

	private static final class CountingStream extends OutputStream {

		static final ThreadLocal<Counts> current = ThreadLocal.withInitial(Counts::new);

		private final OutputStream stream;

		CountingStream(OutputStream stream) {
			this.stream = stream;
		}

		@Override
		public void write(int value) throws IOException {
			this.stream.write(value);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			current.get().writes++;
			this.stream.write(bytes, offset, length);
		}

	}

}
