package io.github.observability.logging.filter;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.observability.logging.flood.FloodAutoConfiguration;
import io.github.observability.logging.level.LogLevelAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * What filters add to a call of a logger: one whose level is off, one that is logged, and
 * one that a flood suppresses. The logger has no appender.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventFilterBenchmark {

	/** Which filters there are. */
	@Param({ "none", "floods and level tokens" })
	private String filters = "";

	private final Logger logger = (Logger) LoggerFactory.getLogger("org.example.Greetings");

	private final Object argument = "4711";

	private @Nullable AnnotationConfigApplicationContext context;

	/**
	 * Start the filters.
	 */
	@Setup
	public void start() {
		this.logger.setAdditive(false);
		this.logger.setLevel(Level.INFO);
		if (!this.filters.equals("none")) {
			AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("benchmark",
						Map.of("observability.logging.level-token.secret", "0123456789abcdef0123456789abcdef")));
			context.register(FloodAutoConfiguration.class, LogLevelAutoConfiguration.class,
					EventFilterAutoConfiguration.class);
			context.refresh();
			context.getBean(EventFilters.class);
			this.context = context;
		}
	}

	/**
	 * Stop the filters.
	 */
	@TearDown
	public void stop() {
		if (this.context != null) {
			this.context.close();
		}
	}

	/**
	 * Log a line whose level is off.
	 */
	@Benchmark
	public void off() {
		this.logger.debug("Greeting {} made", this.argument);
	}

	/**
	 * Log a line.
	 */
	@Benchmark
	public void logged() {
		this.logger.info("Greeting {} made", this.argument);
	}

	/**
	 * Log a line of which there are too many.
	 */
	@Benchmark
	public void flood() {
		this.logger.warn("Greeting {} failed", this.argument);
	}

}
