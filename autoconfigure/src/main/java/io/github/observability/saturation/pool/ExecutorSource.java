package io.github.observability.saturation.pool;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
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

	private static final int MAX_WRAPPERS = 8;

	/** Capacity of a queue that no application fills. */
	private static final int UNBOUNDED = Integer.MAX_VALUE / 2;

	private static final List<FrameworkField> WRAPPERS = List.of(FrameworkField.SECURITY_EXECUTOR_DELEGATE,
			FrameworkField.TIMED_EXECUTOR_DELEGATE, FrameworkField.TIMED_EXECUTOR_SERVICE_DELEGATE,
			FrameworkField.TIMED_SCHEDULED_EXECUTOR_DELEGATE, FrameworkField.ADAPTER_EXECUTOR);

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
				// Its queue also holds tasks that are not due, so its size is left out.
				// Without core threads, one thread runs.
				readings.use(resource, scheduled.getActiveCount(), Math.max(1, scheduled.getCorePoolSize()));
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
		else if (pool instanceof SimpleAsyncTaskExecutor simple) {
			if (simple.isThrottleActive() && simple.isActive()) {
				readings.use(resource, inFlight(simple), simple.getConcurrencyLimit());
			}
		}
		else if (pool instanceof ExecutorService && !startsAThreadForEachTask(pool)) {
			readings.unreadable(resource, pool.getClass().getName() + " hides its threads and its queue");
		}
	}

	private static boolean startsAThreadForEachTask(Executor executor) {
		return executor.getClass().getName().equals("java.util.concurrent.ThreadPerTaskExecutor");
	}

	private static @Nullable Executor pool(Executor executor) {
		Executor pool = executor;
		for (int depth = 0; depth < MAX_WRAPPERS; depth++) {
			Executor inner = inner(pool);
			if (inner == pool) {
				return pool;
			}
			if (inner == null) {
				return null;
			}
			pool = inner;
		}
		return pool;
	}

	private static @Nullable Executor inner(Executor executor) {
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
		if (executor instanceof ConcurrentTaskExecutor spring) {
			return spring.getConcurrentExecutor();
		}
		for (FrameworkField wrapper : WRAPPERS) {
			if (wrapper.isIn(executor)) {
				return wrapper.read(executor, Executor.class);
			}
		}
		return executor;
	}

	private static void read(String resource, ThreadPoolExecutor threads, SaturationReadings readings) {
		BlockingQueue<Runnable> queue = threads.getQueue();
		int size = queue.size();
		long capacity = (long) size + queue.remainingCapacity();
		// Further threads start only once the queue is full. Without core threads, one
		// thread runs. Between the two readings tasks come and go.
		boolean unbounded = capacity >= UNBOUNDED;
		int limit = unbounded ? Math.max(1, threads.getCorePoolSize()) : threads.getMaximumPoolSize();
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
