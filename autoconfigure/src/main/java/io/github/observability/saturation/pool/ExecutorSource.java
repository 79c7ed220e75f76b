package io.github.observability.saturation.pool;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

import io.github.observability.FrameworkField;
import io.github.observability.saturation.SaturationReadings;
import io.github.observability.saturation.SaturationSource;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Threads and queues of executor beans. An executor that starts a thread for each task,
 * virtual or not, has a limit only if the user sets one.
 */
final class ExecutorSource implements SaturationSource {

	private final PoolBeans beans;

	ExecutorSource(PoolBeans beans) {
		this.beans = beans;
	}

	@Override
	public void read(SaturationReadings readings) {
		this.beans.forEach(Executor.class, (name, executor) -> {
			String resource = "executor." + name;
			try {
				read(resource, executor, readings);
			}
			catch (RuntimeException ex) {
				readings.unreadable(resource, ex);
			}
		});
	}

	private void read(String resource, Executor executor, SaturationReadings readings) {
		Executor pool = pool(executor);
		if (pool instanceof ScheduledThreadPoolExecutor scheduled) {
			if (!scheduled.isShutdown()) {
				// Its queue holds what is not due yet, too.
				readings.use(resource, scheduled.getActiveCount(), scheduled.getCorePoolSize());
			}
		}
		else if (pool instanceof ThreadPoolExecutor threads) {
			if (!threads.isShutdown()) {
				read(resource, threads, readings);
			}
		}
		else if (pool instanceof ForkJoinPool forkJoin) {
			if (!forkJoin.isShutdown()) {
				readings.use(resource, forkJoin.getActiveThreadCount(), forkJoin.getParallelism(),
						forkJoin.getQueuedSubmissionCount());
			}
		}
		else if (pool instanceof SimpleAsyncTaskExecutor simple && simple.isThrottleActive() && simple.isActive()) {
			readings.use(resource, inFlight(simple), simple.getConcurrencyLimit());
		}
	}

	private static @Nullable Executor pool(Executor executor) {
		try {
			if (executor instanceof ThreadPoolTaskExecutor spring) {
				return spring.getThreadPoolExecutor();
			}
			if (executor instanceof ThreadPoolTaskScheduler spring) {
				return spring.getScheduledThreadPoolExecutor();
			}
		}
		catch (IllegalStateException ex) {
			// Not initialized yet.
			return null;
		}
		return (executor instanceof ConcurrentTaskExecutor spring) ? spring.getConcurrentExecutor() : executor;
	}

	private static void read(String resource, ThreadPoolExecutor threads, SaturationReadings readings) {
		BlockingQueue<Runnable> queue = threads.getQueue();
		int size = queue.size();
		long capacity = (long) size + queue.remainingCapacity();
		// Threads beyond the core are made only once the queue is full.
		boolean unbounded = capacity >= Integer.MAX_VALUE;
		int limit = unbounded ? threads.getCorePoolSize() : threads.getMaximumPoolSize();
		if (limit < Integer.MAX_VALUE) {
			readings.use(resource, threads.getActiveCount(), limit, size);
		}
		if (!unbounded) {
			readings.use(resource + ".queue", size, capacity, size);
		}
	}

	private static int inFlight(SimpleAsyncTaskExecutor executor) {
		Object throttle = FrameworkField.SIMPLE_EXECUTOR_THROTTLE.read(executor);
		Integer count = (throttle != null) ? FrameworkField.THROTTLE_COUNT.read(throttle, Integer.class) : null;
		return (count != null) ? count : -1;
	}

}
