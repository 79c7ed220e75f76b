package io.github.observability.saturation;

import java.lang.reflect.Field;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ConcurrencyThrottleSupport;
import org.springframework.util.ReflectionUtils;

/**
 * Threads and queues of executor beans. One that makes a thread for each task, virtual or
 * not, has a limit only if it was given one.
 */
final class ExecutorSource implements SaturationSource {

	static final String THROTTLE = "concurrencyThrottle";

	static final String COUNT = "concurrencyCount";

	private final LimitedBeans beans;

	private final @Nullable Field throttle = field(SimpleAsyncTaskExecutor.class, THROTTLE);

	private final @Nullable Field count = field(ConcurrencyThrottleSupport.class, COUNT);

	ExecutorSource(LimitedBeans beans) {
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

	/** Nothing but the field tells it; below 0 where there is no such field. */
	private int inFlight(SimpleAsyncTaskExecutor executor) {
		Object throttle = (this.throttle != null) ? ReflectionUtils.getField(this.throttle, executor) : null;
		Object count = (this.count != null && throttle != null) ? ReflectionUtils.getField(this.count, throttle) : null;
		return (count instanceof Integer number) ? number : -1;
	}

	private static @Nullable Field field(Class<?> type, String name) {
		Field field = ReflectionUtils.findField(type, name);
		if (field != null) {
			ReflectionUtils.makeAccessible(field);
		}
		return field;
	}

}
