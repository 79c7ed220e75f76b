package io.github.observability.logging;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.slf4j.MDC;

import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

/**
 * One log line as Boot's encoder writes it, with the starter's formatter and with Boot's
 * own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogLineBenchmark {

	/** What the event carries besides its message. */
	@Param({ "nothing", "ten MDC entries", "exception" })
	private String carries = "nothing";

	private final LoggerContext context = new LoggerContext();

	private final StructuredLogEncoder starterEncoder = encoder(JsonLogFormatter.class.getName());

	private final StructuredLogEncoder bootEncoder = encoder("ecs");

	/**
	 * Write a line as the starter does.
	 * @return the line
	 */
	@Benchmark
	public byte[] starter() {
		return this.starterEncoder.encode(event());
	}

	/**
	 * Write a line as Boot's ECS format does.
	 * @return the line
	 */
	@Benchmark
	public byte[] boot() {
		return this.bootEncoder.encode(event());
	}

	private LoggingEvent event() {
		Throwable failure = this.carries.equals("exception") ? Failure.INSTANCE : null;
		LoggingEvent event = new LoggingEvent(getClass().getName(), this.context.getLogger("org.example.Greetings"),
				Level.INFO, "Greeting {} made", failure, new Object[] { 4711 });
		event.setThreadName("http-nio-8080-exec-1");
		event.setMDCPropertyMap(this.carries.equals("ten MDC entries") ? Entries.TEN : Map.of());
		return event;
	}

	private StructuredLogEncoder encoder(String format) {
		this.context.setMDCAdapter(MDC.getMDCAdapter());
		MockEnvironment environment = new MockEnvironment().withProperty("spring.application.name", "greetings")
			.withProperty("spring.application.version", "1.0")
			.withProperty("spring.application.pid", "42");
		this.context.putObject(Environment.class.getName(), environment);
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(this.context);
		encoder.setFormat(format);
		encoder.start();
		return encoder;
	}

	private static final class Entries {

		static final Map<String, String> TEN = IntStream.range(0, 10)
			.boxed()
			.collect(Collectors.toUnmodifiableMap((i) -> "key" + i, (i) -> "value of entry " + i));

	}

	private static final class Failure {

		static final Throwable INSTANCE = failure(30, null);

		/** A stack as deep as that of a small request. */
		private static Throwable failure(int depth, @Nullable Throwable cause) {
			if (depth > 0) {
				return failure(depth - 1, cause);
			}
			return (cause != null) ? new IllegalStateException("Greeting failed", cause)
					: failure(30, new IllegalArgumentException("No such greeting"));
		}

	}

}
