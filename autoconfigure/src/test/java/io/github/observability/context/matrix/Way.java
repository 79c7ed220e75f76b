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

	VIRTUAL_THREAD_EXECUTOR("`Executors.newVirtualThreadPerTaskExecutor()` bean", 21),

	VIRTUAL_THREAD_TASK_EXECUTOR("`VirtualThreadTaskExecutor` bean", 21),

	COMPLETABLE_FUTURE("`CompletableFuture.supplyAsync(task, bean)`"),

	TASK_SCHEDULER("`TaskScheduler` bean, once"),

	MVC_CALLABLE("`Callable` result of Spring MVC"),

	MVC_STREAMING("`StreamingResponseBody` result of Spring MVC"),

	MVC_ASYNC_DISPATCH("Dispatch after a `Callable` result", Carried.MDC_KEY),

	COMMON_POOL("Common pool, with `CarriedContext.supplier`"),

	PARALLEL_STREAM("Parallel stream, with `CarriedContext.function`"),

	RAW_THREAD("Raw thread, with `CarriedContext.threadFactory`"),

	STRUCTURED_CONCURRENCY("Structured concurrency, with `CarriedContext.callable`", 25),

	REST_CLIENT("`RestClient` bean made by hand", Carried.MDC_KEY),

	REST_CLIENT_BUILDER("`RestClient.Builder` bean made by hand", Carried.MDC_KEY),

	REST_CLIENT_LOAD_BALANCED("Load-balanced `RestClient.Builder` bean made by hand", Carried.MDC_KEY),

	REST_CLIENT_OF_BOOT("`RestClient` of Boot's builder", Carried.MDC_KEY),

	REST_TEMPLATE("`RestTemplate` bean made by hand", Carried.MDC_KEY),

	REST_TEMPLATE_BUILDER("`RestTemplateBuilder` bean made by hand", Carried.MDC_KEY),

	REST_TEMPLATE_LOAD_BALANCED("Load-balanced `RestTemplate` bean made by hand", Carried.MDC_KEY),

	WEB_CLIENT("`WebClient` bean made by hand", Carried.MDC_KEY),

	WEB_CLIENT_BUILDER("`WebClient.Builder` bean made by hand", Carried.MDC_KEY),

	WEB_CLIENT_LOAD_BALANCED("Load-balanced `WebClient.Builder` bean made by hand", Carried.MDC_KEY),

	WEB_CLIENT_OF_BOOT("`WebClient` of Boot's builder", Carried.MDC_KEY),

	HTTP_INTERFACE("HTTP interface on a `RestClient` bean made by hand", Carried.MDC_KEY),

	HTTP_SERVICE_GROUP("HTTP interface of `@ImportHttpServices`", Carried.MDC_KEY),

	FEIGN("`Feign.Builder` bean", Carried.MDC_KEY),

	OK_HTTP("`OkHttpClient` bean", Carried.MDC_KEY),

	OK_HTTP_BUILDER("`OkHttpClient.Builder` bean", Carried.MDC_KEY),

	HTTP_CLIENT("`java.net.http.HttpClient` bean, `send`", Carried.MDC_KEY),

	HTTP_CLIENT_ASYNC("`java.net.http.HttpClient` bean, `sendAsync`", Carried.MDC_KEY);

	private final String description;

	private final int since;

	private final Set<Carried> lost = EnumSet.noneOf(Carried.class);

	Way(String description, Carried... lost) {
		this(description, 17);
		this.lost.addAll(Arrays.asList(lost));
	}

	Way(String description, int since) {
		this.description = description;
		this.since = since;
	}

	Set<Carried> carriedByPlainBoot() {
		return switch (this) {
			case MVC_ASYNC_DISPATCH, REST_CLIENT_OF_BOOT, WEB_CLIENT_OF_BOOT, HTTP_SERVICE_GROUP ->
				EnumSet.of(Carried.TRACE, Carried.BAGGAGE);
			default -> EnumSet.noneOf(Carried.class);
		};
	}

	String description() {
		return this.description;
	}

	int since() {
		return this.since;
	}

	Set<Carried> carried() {
		Set<Carried> carried = EnumSet.allOf(Carried.class);
		carried.removeAll(this.lost);
		return carried;
	}

}
