package io.github.observability.logging;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
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
 * One log line as Boot's encoder writes it, with the starter's formatter, which masks
 * secrets, and with Boot's own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogLineBenchmark {

	/** What the event carries besides its message. */
	@Param({ "nothing", "ten MDC entries", "secrets", "40 frames" })
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
		Throwable failure = this.carries.equals("40 frames") ? Failure.INSTANCE : null;
		LoggingEvent event = new LoggingEvent(getClass().getName(), this.context.getLogger("org.example.Greetings"),
				Level.INFO, "Greeting {} made", failure, new Object[] { 4711 });
		event.setThreadName("http-nio-8080-exec-1");
		event.setMDCPropertyMap(mdc());
		return event;
	}

	private Map<String, String> mdc() {
		return switch (this.carries) {
			case "ten MDC entries" -> Entries.TEN;
			case "secrets" -> Entries.SECRETS;
			default -> Map.of();
		};
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

		static final Map<String, String> SECRETS = Map.of("password", "hunter2", "note",
				"password=hunter2 for 4111 1111 1111 1111", "header", "Bearer 0123456789abcdef");

	}

	private static final class Failure {

		private static final int FRAMES = 40;

		/** Classes of the length of those below a controller. */
		private static final List<String> CLASSES = List.of("org.example.greetings.GreetingService",
				"org.springframework.web.method.support.InvocableHandlerMethod",
				"org.springframework.web.servlet.DispatcherServlet", "jakarta.servlet.http.HttpServlet",
				"org.springframework.web.filter.OncePerRequestFilter", "org.apache.catalina.core.StandardContextValve",
				"java.base/java.lang.Thread");

		static final Throwable INSTANCE = failure();

		private static Throwable failure() {
			Throwable failure = new IllegalStateException("Greeting failed");
			failure
				.setStackTrace(IntStream.range(0, FRAMES).mapToObj(Failure::frame).toArray(StackTraceElement[]::new));
			return failure;
		}

		private static StackTraceElement frame(int index) {
			String className = CLASSES.get(index % CLASSES.size());
			return new StackTraceElement(className, "processRequest",
					className.substring(className.lastIndexOf('.') + 1) + ".java", 100 + index);
		}

	}

}
