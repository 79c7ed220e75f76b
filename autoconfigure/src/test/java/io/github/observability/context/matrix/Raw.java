package io.github.observability.context.matrix;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.MDC;

import org.springframework.context.ApplicationContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * The executors behind the beans, each with one thread, so that whatever a task left
 * behind is seen by a task that nothing is around.
 */
final class Raw {

	final ThreadPoolExecutor plain;

	final ThreadPoolExecutor byClass;

	final ThreadPoolExecutor lambda;

	/** Inside of other beans. */
	final ThreadPoolExecutor wrapped;

	final ForkJoinPool forkJoin = new ForkJoinPool(1);

	final ScheduledThreadPoolExecutor scheduled;

	final ScheduledThreadPoolExecutor scheduledByClass;

	Raw(Threads threads) {
		this.plain = pool(threads);
		this.byClass = pool(threads);
		this.lambda = pool(threads);
		this.wrapped = pool(threads);
		this.scheduled = new ScheduledThreadPoolExecutor(1, threads.factory());
		this.scheduledByClass = new ScheduledThreadPoolExecutor(1, threads.factory());
	}

	private static ThreadPoolExecutor pool(Threads threads) {
		return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads.factory());
	}

	/**
	 * Return what the threads of an application have in their MDC while they do nothing.
	 * @param context the application
	 * @return MDC by executor
	 */
	static Map<String, Map<String, String>> leftovers(ApplicationContext context) {
		Raw raw = context.getBean(Raw.class);
		Map<String, Map<String, String>> leftovers = new LinkedHashMap<>();
		leftovers.put("plain", mdc(raw.plain));
		leftovers.put("byClass", mdc(raw.byClass));
		leftovers.put("lambda", mdc(raw.lambda));
		leftovers.put("wrapped", mdc(raw.wrapped));
		leftovers.put("forkJoin", mdc(raw.forkJoin));
		leftovers.put("scheduled", mdc(raw.scheduled));
		leftovers.put("scheduledByClass", mdc(raw.scheduledByClass));
		leftovers.put("common", mdc(ForkJoinPool.commonPool()));
		context.getBeansOfType(ThreadPoolTaskExecutor.class).forEach((name, executor) -> {
			ThreadPoolExecutor pool = executor.getThreadPoolExecutor();
			if (pool.getPoolSize() > 0) {
				leftovers.put(name, mdc(pool.getQueue()::add));
			}
		});
		leftovers.values().removeIf(Map::isEmpty);
		return leftovers;
	}

	static Map<String, String> mdc(Executor executor) {
		return CompletableFuture.supplyAsync(Raw::mdc, executor).orTimeout(10, TimeUnit.SECONDS).join();
	}

	static Map<String, String> mdc() {
		Map<String, String> mdc = MDC.getCopyOfContextMap();
		return (mdc != null) ? new TreeMap<>(mdc) : Map.of();
	}

}
