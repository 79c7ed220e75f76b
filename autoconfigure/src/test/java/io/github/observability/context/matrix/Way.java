package io.github.observability.context.matrix;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A way from the thread that serves a request to a log line elsewhere.
 */
enum Way {

	ASYNC_OF_BOOT("`@Async` on Boot's executor"),

	ASYNC_OF_THREAD_POOL_TASK_EXECUTOR("`@Async` on a `ThreadPoolTaskExecutor` bean with a decorator of its own"),

	ASYNC_OF_SIMPLE_ASYNC_TASK_EXECUTOR("`@Async` on a `SimpleAsyncTaskExecutor` bean"),

	ASYNC_OF_EXECUTOR_SERVICE("`@Async` on an `ExecutorService` bean"),

	EXECUTOR_SERVICE("`ExecutorService` bean"),

	THREAD_POOL_EXECUTOR("`ThreadPoolExecutor` bean, injected by its class"),

	FORK_JOIN_POOL("`ForkJoinPool` bean"),

	SCHEDULED_EXECUTOR_SERVICE("`ScheduledExecutorService` bean, once"),

	SCHEDULED_THREAD_POOL_EXECUTOR("`ScheduledThreadPoolExecutor` bean, once"),

	EXECUTOR("`Executor` bean that is a lambda"),

	OWN_EXECUTOR("`Executor` bean of a class of your own"),

	SECURITY_EXECUTOR("Bean of Spring Security around a pool that is not a bean"),

	TIMED_EXECUTOR("Bean of `ExecutorServiceMetrics.monitor` around a pool that is not a bean"),

	VIRTUAL_THREAD_EXECUTOR("`Executors.newVirtualThreadPerTaskExecutor()` bean", 21),

	VIRTUAL_THREAD_TASK_EXECUTOR("`VirtualThreadTaskExecutor` bean", 21),

	COMPLETABLE_FUTURE("`CompletableFuture.supplyAsync(task, bean)`"),

	TASK_SCHEDULER("`TaskScheduler` bean, once"),

	SIMPLE_TASK_SCHEDULER("`SimpleAsyncTaskScheduler` bean, once"),

	EVENT_LISTENER("Listener of an `ApplicationEventMulticaster` with an executor that is not a bean"),

	EXECUTOR_CHANNEL("`ExecutorChannel` of Spring Integration with an executor that is not a bean"),

	PUBLISH_SUBSCRIBE_CHANNEL("`PublishSubscribeChannel` of Spring Integration with an executor that is not a bean"),

	QUEUE_CHANNEL("`QueueChannel` of Spring Integration with a poller"),

	MVC_WEB_ASYNC_TASK("`WebAsyncTask` result of Spring MVC with an executor of its own"),

	MVC_CALLABLE("`Callable` result of Spring MVC"),

	MVC_STREAMING("`StreamingResponseBody` result of Spring MVC"),

	MVC_ASYNC_DISPATCH("Dispatch after a `Callable` result", Propagated.MDC_KEY),

	COMMON_POOL("Common pool, with `PropagatedContext.supplier`"),

	PARALLEL_STREAM("Parallel stream, with `PropagatedContext.function`"),

	RAW_THREAD("Raw thread, with `PropagatedContext.threadFactory`"),

	STRUCTURED_CONCURRENCY("Structured concurrency, with `PropagatedContext.callable`", 25),

	REST_CLIENT("`RestClient` bean made by hand", Propagated.MDC_KEY),

	REST_CLIENT_BUILDER("`RestClient.Builder` bean made by hand", Propagated.MDC_KEY),

	REST_CLIENT_LOAD_BALANCED("Load-balanced `RestClient.Builder` bean made by hand", Propagated.MDC_KEY),

	REST_CLIENT_OF_BOOT("`RestClient` of Boot's builder", Propagated.MDC_KEY),

	REST_TEMPLATE("`RestTemplate` bean made by hand", Propagated.MDC_KEY),

	REST_TEMPLATE_BUILDER("`RestTemplateBuilder` bean made by hand", Propagated.MDC_KEY),

	REST_TEMPLATE_LOAD_BALANCED("Load-balanced `RestTemplate` bean made by hand", Propagated.MDC_KEY),

	WEB_CLIENT("`WebClient` bean made by hand", Propagated.MDC_KEY),

	WEB_CLIENT_BUILDER("`WebClient.Builder` bean made by hand", Propagated.MDC_KEY),

	WEB_CLIENT_LOAD_BALANCED("Load-balanced `WebClient.Builder` bean made by hand", Propagated.MDC_KEY),

	WEB_CLIENT_OF_BOOT("`WebClient` of Boot's builder", Propagated.MDC_KEY),

	HTTP_INTERFACE("HTTP interface on a `RestClient` bean made by hand", Propagated.MDC_KEY),

	HTTP_SERVICE_GROUP("HTTP interface of `@ImportHttpServices`", Propagated.MDC_KEY),

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
