package io.github.observability.logging.patterns;

import java.time.Duration;

import ch.qos.logback.classic.LoggerContext;
import io.github.observability.DaemonScheduler;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Mines the lines of the application from its start to its stop, on a thread of its own.
 */
final class PatternMining implements SmartLifecycle {

	private static final Duration INTERVAL = Duration.ofMillis(50);

	/** Turns of the thread between two looks at which patterns are the most frequent. */
	private static final int TURNS = 200;

	private final DaemonScheduler scheduler = new DaemonScheduler("observability-log-patterns");

	private final LogPatterns patterns;

	private final PatternAppender appender;

	private int turn;

	PatternMining(LogPatterns patterns) {
		this.patterns = patterns;
		this.appender = new PatternAppender(patterns);
	}

	@Override
	public void start() {
		if (!isRunning() && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			this.appender.attach(context);
			this.scheduler.start(this::mine, INTERVAL, INTERVAL);
		}
	}

	private void mine() {
		this.patterns.mine();
		if (this.turn++ % TURNS == 0) {
			this.patterns.updateMeters();
		}
	}

	@Override
	public void stop() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			this.appender.detach(context);
		}
		this.scheduler.stop();
	}

	@Override
	public boolean isRunning() {
		return this.scheduler.isRunning();
	}

	/** Before what serves requests. */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
