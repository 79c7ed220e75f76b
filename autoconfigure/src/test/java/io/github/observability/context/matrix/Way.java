package io.github.observability.context.matrix;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A way from the thread that serves a request to a log line elsewhere.
 */
enum Way {

	ASYNC_OF_BOOT("`@Async` on Boot's executor"),

	ASYNC_OF_THREAD_POOL_TASK_EXECUTOR("`@Async` on a `ThreadPoolTaskExecutor` bean with its own decorator"),

	ASYNC_OF_SIMPLE_ASYNC_TASK_EXECUTOR("`@Async` on a `SimpleAsyncTaskExecutor` bean"),

	ASYNC_OF_EXECUTOR_SERVICE("`@Async` on an `ExecutorService` bean"),

	EXECUTOR_SERVICE("`ExecutorService` bean"),

	THREAD_POOL_EXECUTOR("`ThreadPoolExecutor` bean, injected by class"),

	FORK_JOIN_POOL("`ForkJoinPool` bean"),

	SCHEDULED_EXECUTOR_SERVICE("`ScheduledExecutorService` bean, one-time task"),

	SCHEDULED_THREAD_POOL_EXECUTOR("`ScheduledThreadPoolExecutor` bean, one-time task"),

	EXECUTOR("`Executor` bean that is a lambda"),

	OWN_EXECUTOR("`Executor` bean of a custom class"),

	SECURITY_EXECUTOR("Spring Security executor bean around a pool that is not a bean"),

	TIMED_EXECUTOR("`ExecutorServiceMetrics.monitor` bean around a pool that is not a bean"),

	VIRTUAL_THREAD_EXECUTOR("`Executors.newVirtualThreadPerTaskExecutor()` bean", 21),

	VIRTUAL_THREAD_TASK_EXECUTOR("`VirtualThreadTaskExecutor` bean", 21),

	COMPLETABLE_FUTURE("`CompletableFuture.supplyAsync(task, bean)`"),

	TASK_SCHEDULER("`TaskScheduler` bean, one-time task"),

	SIMPLE_TASK_SCHEDULER("`SimpleAsyncTaskScheduler` bean, one-time task"),

	EVENT_LISTENER("Listener of an `ApplicationEventMulticaster` whose executor is not a bean"),

	EXECUTOR_CHANNEL("Spring Integration `ExecutorChannel` whose executor is not a bean"),

	PUBLISH_SUBSCRIBE_CHANNEL("Spring Integration `PublishSubscribeChannel` whose executor is not a bean"),

	QUEUE_CHANNEL("Spring Integration `QueueChannel` with a poller"),

	MVC_WEB_ASYNC_TASK("Spring MVC `WebAsyncTask` return value with its own executor"),

	MVC_CALLABLE("Spring MVC `Callable` return value"),

	MVC_STREAMING("Spring MVC `StreamingResponseBody` return value"),

	MVC_ASYNC_DISPATCH("Dispatch after a `Callable` return value", Propagated.MDC_KEY),

	COMMON_POOL("Common pool, with `PropagatedContext.supplier`"),

	PARALLEL_STREAM("Parallel stream, with `PropagatedContext.function`"),

	RAW_THREAD("Raw thread, with `PropagatedContext.threadFactory`"),

	STRUCTURED_CONCURRENCY("Structured concurrency, with `PropagatedContext.callable`", 25),

	REST_CLIENT("Manually created `RestClient` bean", Propagated.MDC_KEY),

	REST_CLIENT_BUILDER("Manually created `RestClient.Builder` bean", Propagated.MDC_KEY),

	REST_CLIENT_LOAD_BALANCED("Load-balanced, manually created `RestClient.Builder` bean", Propagated.MDC_KEY),

	REST_CLIENT_OF_BOOT("`RestClient` from Boot's builder", Propagated.MDC_KEY),

	REST_TEMPLATE("Manually created `RestTemplate` bean", Propagated.MDC_KEY),

	REST_TEMPLATE_BUILDER("Manually created `RestTemplateBuilder` bean", Propagated.MDC_KEY),

	REST_TEMPLATE_LOAD_BALANCED("Load-balanced, manually created `RestTemplate` bean", Propagated.MDC_KEY),

	WEB_CLIENT("Manually created `WebClient` bean", Propagated.MDC_KEY),

	WEB_CLIENT_BUILDER("Manually created `WebClient.Builder` bean", Propagated.MDC_KEY),

	WEB_CLIENT_LOAD_BALANCED("Load-balanced, manually created `WebClient.Builder` bean", Propagated.MDC_KEY),

	WEB_CLIENT_OF_BOOT("`WebClient` from Boot's builder", Propagated.MDC_KEY),

	HTTP_INTERFACE("HTTP interface on a manually created `RestClient` bean", Propagated.MDC_KEY),

	HTTP_SERVICE_GROUP("HTTP interface from `@ImportHttpServices`", Propagated.MDC_KEY),

	FEIGN("`Feign.Builder` bean", Propagated.MDC_KEY),

	OK_HTTP("`OkHttpClient` bean", Propagated.MDC_KEY),

	OK_HTTP_BUILDER("`OkHttpClient.Builder` bean", Propagated.MDC_KEY),

	HTTP_CLIENT("`java.net.http.HttpClient` bean, `send`", Propagated.MDC_KEY),

	HTTP_CLIENT_ASYNC("`java.net.http.HttpClient` bean, `sendAsync`", Propagated.MDC_KEY);

	private final String description;

	private final int since;

	private final Set<Propagated> lost = EnumSet.noneOf(Propagated.class);

	Way(String description, Propagated... lost) {
		this(description, 17);
		this.lost.addAll(Arrays.asList(lost));
	}

	Way(String description, int since) {
		this.description = description;
		this.since = since;
	}

	Set<Propagated> carriedByPlainBoot() {
		return switch (this) {
			case MVC_ASYNC_DISPATCH, REST_CLIENT_OF_BOOT, WEB_CLIENT_OF_BOOT, HTTP_SERVICE_GROUP ->
				EnumSet.of(Propagated.TRACE, Propagated.BAGGAGE);
			default -> EnumSet.noneOf(Propagated.class);
		};
	}

	String description() {
		return this.description;
	}

	int since() {
		return this.since;
	}

	Set<Propagated> carried() {
		Set<Propagated> carried = EnumSet.allOf(Propagated.class);
		carried.removeAll(this.lost);
		return carried;
	}

}
