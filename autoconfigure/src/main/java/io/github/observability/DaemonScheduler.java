package io.github.observability;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task in the background, on one daemon thread that exists only between start and
 * stop. A task that throws is logged, the first time, and runs again at its next turn.
 */
public final class DaemonScheduler {

	private static final Logger logger = LoggerFactory.getLogger(DaemonScheduler.class);

	private final String name;

	private final LogOnce failure = new LogOnce(logger);

	private @Nullable ScheduledExecutorService executor;

	/**
	 * Create a scheduler that is not started yet.
	 * @param name the name of its thread
	 */
	public DaemonScheduler(String name) {
		this.name = name;
	}

	/**
	 * Run a task again and again, unless one runs already.
	 * @param task the task
	 * @param initialDelay the time before its first run
	 * @param delay the time between the end of a run and the start of the next
	 */
	public synchronized void start(Runnable task, Duration initialDelay, Duration delay) {
		if (this.executor == null) {
			this.executor = executor();
			this.executor.scheduleWithFixedDelay(() -> run(task), initialDelay.toNanos(), delay.toNanos(),
					TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Run a task once. The thread ends with it.
	 * @param task the task
	 * @param delay the time before it runs
	 */
	public synchronized void once(Runnable task, Duration delay) {
		if (this.executor == null) {
			this.executor = executor();
			this.executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
			this.executor.shutdown();
		}
	}

	/**
	 * Interrupt the task, if it runs, and end the thread.
	 */
	public synchronized void stop() {
		if (this.executor != null) {
			this.executor.shutdownNow();
			this.executor = null;
		}
	}

	/**
	 * Whether the scheduler was started and not stopped since.
	 * @return whether it is running
	 */
	public synchronized boolean isRunning() {
		return this.executor != null;
	}

	private ScheduledExecutorService executor() {
		return Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, this.name);
			thread.setDaemon(true);
			return thread;
		});
	}

	/** An executor silently drops a task that throws, be it an error of linkage. */
	private void run(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			this.failure.warn("A task of '{}' failed; it runs again, and further failures are not logged", this.name,
					ex);
		}
	}

}
