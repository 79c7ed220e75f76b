package io.github.observability.context.matrix;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import feign.Feign;
import feign.Param;
import feign.RequestLine;
import io.github.observability.testing.UnsecuredApplication;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.support.HttpRequestWrapper;
import org.springframework.integration.channel.ExecutorChannel;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.endpoint.PollingConsumer;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.security.concurrent.DelegatingSecurityContextExecutorService;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.service.registry.ImportHttpServices;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * An application whose executors, schedulers and clients are its own.
 */
@UnsecuredApplication
@EnableAsync
@EnableIntegration
@Import({ AsyncMethods.class, ServedApplication.Ways.class, ServedApplication.TenantFilter.class })
@ImportHttpServices(types = ServedApplication.Grouped.class)
class ServedApplication {

	final AtomicInteger decorated = new AtomicInteger();

	@Bean
	Help help(@Value("${observability.context.enabled:true}") boolean enabled) {
		return enabled ? Help.GIVEN : Help.NONE;
	}

	@Bean(destroyMethod = "")
	Raw raw(@Value("${test.threads}") Threads threads) {
		return new Raw(threads);
	}

	@Bean
	ThreadPoolTaskExecutor pool() {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setCorePoolSize(1);
		executor.setMaxPoolSize(1);
		executor.setTaskDecorator((task) -> {
			this.decorated.incrementAndGet();
			return task;
		});
		return executor;
	}

	@Bean
	SimpleAsyncTaskExecutor simple(@Value("${test.threads}") Threads threads) {
		return new SimpleAsyncTaskExecutor(threads.factory());
	}

	@Bean
	ExecutorService plain(Raw raw) {
		return Executors.unconfigurableExecutorService(raw.plain);
	}

	@Bean
	ThreadPoolExecutor byClass(Raw raw) {
		return raw.byClass;
	}

	@Bean
	ForkJoinPool forkJoin(Raw raw) {
		return raw.forkJoin;
	}

	@Bean
	ScheduledExecutorService scheduled(Raw raw) {
		return Executors.unconfigurableScheduledExecutorService(raw.scheduled);
	}

	@Bean
	ScheduledThreadPoolExecutor scheduledByClass(Raw raw) {
		return raw.scheduledByClass;
	}

	@Bean
	Executor lambda(Raw raw) {
		return (task) -> raw.lambda.execute(task);
	}

	@Bean
	OwnExecutor own(@Value("${test.threads}") Threads threads) {
		return new OwnExecutor(threads);
	}

	@Bean
	ExecutorService security(Raw raw) {
		return new DelegatingSecurityContextExecutorService(raw.wrapped);
	}

	@Bean
	ExecutorService timed(Raw raw) {
		return ExecutorServiceMetrics.monitor(new SimpleMeterRegistry(), raw.wrapped, "timed");
	}

	@Bean
	SimpleAsyncTaskScheduler simpleScheduler(@Value("${test.threads}") Threads threads) {
		SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
		scheduler.setThreadFactory(threads.factory());
		return scheduler;
	}

	@Bean
	SimpleApplicationEventMulticaster events(Raw raw) {
		SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
		multicaster.setTaskExecutor(raw.wrapped);
		return multicaster;
	}

	@Bean
	ExecutorChannel executorChannel(Raw raw) {
		return new ExecutorChannel(raw.wrapped);
	}

	@Bean
	PublishSubscribeChannel publishSubscribeChannel(Raw raw) {
		return new PublishSubscribeChannel(raw.wrapped);
	}

	@Bean
	QueueChannel queueChannel() {
		return new QueueChannel();
	}

	@Bean
	PollingConsumer poller(QueueChannel channel) {
		PollingConsumer poller = new PollingConsumer(channel, (message) -> ((Runnable) message.getPayload()).run());
		poller.setReceiveTimeout(0);
		return poller;
	}

	@Bean
	ExecutorService perTask() {
		return Threads.perTask();
	}

	@Bean
	TaskExecutor virtual() {
		return (Threads.JAVA >= 21) ? new VirtualThreadTaskExecutor("virtual-")
				: new TaskExecutorAdapter(Executors.newCachedThreadPool());
	}

	@Bean
	ThreadPoolTaskScheduler taskScheduler(@Value("${test.threads}") Threads threads) {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setThreadFactory(threads.factory());
		return scheduler;
	}

	@Bean
	RestTemplate restTemplate() {
		return new RestTemplate();
	}

	@Bean
	RestClient restClient() {
		return RestClient.create();
	}

	@Bean
	RestClient.Builder ownRestClientBuilder() {
		return RestClient.builder();
	}

	@Bean
	RestClient builtRestClient(@Qualifier("ownRestClientBuilder") RestClient.Builder builder) {
		return builder.clone().build();
	}

	@Bean
	WebClient webClient() {
		return WebClient.create();
	}

	@Bean
	WebClient.Builder ownWebClientBuilder() {
		return WebClient.builder();
	}

	@Bean
	HttpClient httpClient() {
		return HttpClient.newHttpClient();
	}

	@Bean
	RestTemplateBuilder ownRestTemplateBuilder() {
		return new RestTemplateBuilder();
	}

	@Bean
	RestClient.Builder balancedRestClientBuilder() {
		return RestClient.builder();
	}

	@Bean
	RestTemplate balancedRestTemplate() {
		return new RestTemplate();
	}

	@Bean
	WebClient.Builder balancedWebClientBuilder() {
		return WebClient.builder();
	}

	@Bean
	static LoadBalancer loadBalancer() {
		return new LoadBalancer();
	}

	@Bean
	@Scope("prototype")
	Feign.Builder feign() {
		return Feign.builder();
	}

	@Bean
	OkHttpClient okHttp() {
		return new OkHttpClient();
	}

	@Bean
	OkHttpClient.Builder okHttpBuilder() {
		return new OkHttpClient.Builder();
	}

	@Bean
	Remote remote(@Qualifier("restClient") RestClient client) {
		return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client)).build().createClient(Remote.class);
	}

	interface Remote {

		@GetExchange
		String call(URI uri);

	}

	interface Grouped {

		@GetExchange
		String call(URI uri);

	}

	interface Target {

		@RequestLine("GET /far-end/{way}")
		String call(@Param("way") Way way);

	}

	/**
	 * Adds to clients what finds an instance of the service that a URL names, as Spring
	 * Cloud does, after or before other post-processors.
	 */
	static class LoadBalancer implements BeanPostProcessor {

		static final String SERVICE = "http://localhost-by-name";

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			switch (beanName) {
				case "balancedRestClientBuilder" -> ((RestClient.Builder) bean).requestInterceptor(this::intercept);
				case "balancedRestTemplate" -> ((RestTemplate) bean).getInterceptors().add(this::intercept);
				case "balancedWebClientBuilder" -> ((WebClient.Builder) bean).filter((request, next) -> next
					.exchange(ClientRequest.from(request).url(instance(request.url())).build()));
				default -> {
				}
			}
			return bean;
		}

		private ClientHttpResponse intercept(org.springframework.http.HttpRequest request, byte[] body,
				ClientHttpRequestExecution execution) throws IOException {
			return execution.execute(new HttpRequestWrapper(request) {

				@Override
				public URI getURI() {
					return instance(request.getURI());
				}

			}, body);
		}

		static URI named(URI url) {
			return URI.create(url.toString().replace("http://localhost", SERVICE));
		}

		private static URI instance(URI url) {
			return URI.create(url.toString().replace(SERVICE, "http://localhost"));
		}

	}

	/** Nobody's executor but the application's. */
	static class OwnExecutor implements Executor {

		private final Threads threads;

		OwnExecutor(Threads threads) {
			this.threads = threads;
		}

		@Override
		public void execute(Runnable command) {
			this.threads.factory().newThread(command).start();
		}

	}

	/**
	 * Puts a key of the application's own into the MDC, as applications do.
	 */
	static class TenantFilter extends OncePerRequestFilter {

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			MDC.put("tenant", request.getHeader("X-Tenant"));
			try {
				chain.doFilter(request, response);
			}
			finally {
				MDC.remove("tenant");
			}
		}

	}

	@RestController
	static class Ways implements WebMvcConfigurer {

		private final AsyncMethods methods;

		private final ApplicationContext context;

		private final Help help;

		Ways(AsyncMethods methods, ApplicationContext context, Help help) {
			this.help = help;
			this.methods = methods;
			this.context = context;
		}

		@GetMapping("/far-end/{way}")
		String farEnd(@PathVariable Way way) {
			return FarEnd.log(way).name();
		}

		@GetMapping("/callable")
		Callable<String> callable(@RequestParam Way way) {
			return () -> ((way == Way.MVC_CALLABLE) ? FarEnd.log(way) : way).name();
		}

		@GetMapping("/task")
		WebAsyncTask<String> task() {
			return new WebAsyncTask<>(null, new ConcurrentTaskExecutor(bean("raw", Raw.class).wrapped),
					() -> FarEnd.log(Way.MVC_WEB_ASYNC_TASK).name());
		}

		@GetMapping("/streaming")
		StreamingResponseBody streaming() {
			return (body) -> body.write(FarEnd.log(Way.MVC_STREAMING).name().getBytes());
		}

		@GetMapping("/fail-async")
		String failAsync() {
			this.methods.fail();
			return "failing";
		}

		@GetMapping("/unhandled")
		String unhandled() {
			throw new IllegalStateException("nobody handles this");
		}

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(new HandlerInterceptor() {

				@Override
				public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
					if (request.getDispatcherType() == DispatcherType.ASYNC
							&& Way.MVC_ASYNC_DISPATCH.name().equals(request.getParameter("way"))) {
						FarEnd.log(Way.MVC_ASYNC_DISPATCH);
					}
					return true;
				}

			});
		}

		@GetMapping("/ways/{way}")
		String take(@PathVariable Way way, HttpServletRequest request) throws Exception {
			URI url = URI.create("http://localhost:" + request.getLocalPort() + "/far-end/" + way);
			return String.valueOf(take(way, url));
		}

		private Object take(Way way, URI url) throws Exception {
			Callable<Way> task = () -> FarEnd.log(way);
			return switch (way) {
				case ASYNC_OF_BOOT -> done(this.methods.onBoots(way));
				case ASYNC_OF_THREAD_POOL_TASK_EXECUTOR -> done(this.methods.onPool(way));
				case ASYNC_OF_SIMPLE_ASYNC_TASK_EXECUTOR -> done(this.methods.onSimple(way));
				case ASYNC_OF_EXECUTOR_SERVICE -> done(this.methods.onPlain(way));
				case EXECUTOR_SERVICE -> done(bean("plain", ExecutorService.class).submit(task));
				case THREAD_POOL_EXECUTOR -> done(bean("byClass", ThreadPoolExecutor.class).submit(task));
				case FORK_JOIN_POOL -> done(bean("forkJoin", ForkJoinPool.class).submit(task));
				case SCHEDULED_EXECUTOR_SERVICE ->
					done(bean("scheduled", ScheduledExecutorService.class).schedule(task, 1, TimeUnit.MILLISECONDS));
				case SCHEDULED_THREAD_POOL_EXECUTOR -> done(bean("scheduledByClass", ScheduledThreadPoolExecutor.class)
					.schedule(task, 1, TimeUnit.MILLISECONDS));
				case EXECUTOR ->
					done(CompletableFuture.supplyAsync(() -> FarEnd.log(way), bean("lambda", Executor.class)));
				case OWN_EXECUTOR ->
					done(CompletableFuture.supplyAsync(() -> FarEnd.log(way), bean("own", OwnExecutor.class)));
				case SECURITY_EXECUTOR -> done(bean("security", ExecutorService.class).submit(task));
				case TIMED_EXECUTOR -> done(bean("timed", ExecutorService.class).submit(task));
				case SIMPLE_TASK_SCHEDULER -> once(way);
				case EVENT_LISTENER -> multicast(way);
				case EXECUTOR_CHANNEL -> subscribed(way, bean("executorChannel", ExecutorChannel.class));
				case PUBLISH_SUBSCRIBE_CHANNEL ->
					subscribed(way, bean("publishSubscribeChannel", PublishSubscribeChannel.class));
				case QUEUE_CHANNEL -> polled(way);
				case VIRTUAL_THREAD_EXECUTOR -> done(bean("perTask", ExecutorService.class).submit(task));
				case VIRTUAL_THREAD_TASK_EXECUTOR ->
					done(CompletableFuture.supplyAsync(() -> FarEnd.log(way), bean("virtual", TaskExecutor.class)));
				case COMPLETABLE_FUTURE ->
					done(CompletableFuture.supplyAsync(() -> FarEnd.log(way), bean("plain", Executor.class)));
				case TASK_SCHEDULER ->
					done(bean("taskScheduler", TaskScheduler.class).schedule(() -> FarEnd.log(way), Instant.now()));
				case COMMON_POOL -> done(CompletableFuture.supplyAsync(this.help.supplier(() -> FarEnd.log(way))));
				case PARALLEL_STREAM -> parallel(way);
				case RAW_THREAD -> raw(way);
				case STRUCTURED_CONCURRENCY -> Threads.fork(this.help.callable(task));
				case REST_CLIENT -> bean("restClient", RestClient.class).get().uri(url).retrieve().body(String.class);
				case REST_CLIENT_BUILDER ->
					bean("builtRestClient", RestClient.class).get().uri(url).retrieve().body(String.class);
				case REST_CLIENT_OF_BOOT -> this.context.getBean(RestClientBuilderConfigurer.class)
					.configure(RestClient.builder())
					.build()
					.get()
					.uri(url)
					.retrieve()
					.body(String.class);
				case REST_TEMPLATE -> bean("restTemplate", RestTemplate.class).getForObject(url, String.class);
				case WEB_CLIENT ->
					bean("webClient", WebClient.class).get().uri(url).retrieve().bodyToMono(String.class).block();
				case WEB_CLIENT_BUILDER -> bean("ownWebClientBuilder", WebClient.Builder.class).build()
					.get()
					.uri(url)
					.retrieve()
					.bodyToMono(String.class)
					.block();
				case WEB_CLIENT_OF_BOOT -> ofBoot().get().uri(url).retrieve().bodyToMono(String.class).block();
				case HTTP_INTERFACE -> bean("remote", Remote.class).call(url);
				case REST_TEMPLATE_BUILDER ->
					bean("ownRestTemplateBuilder", RestTemplateBuilder.class).build().getForObject(url, String.class);
				case REST_CLIENT_LOAD_BALANCED -> bean("balancedRestClientBuilder", RestClient.Builder.class).build()
					.get()
					.uri(LoadBalancer.named(url))
					.retrieve()
					.body(String.class);
				case REST_TEMPLATE_LOAD_BALANCED -> bean("balancedRestTemplate", RestTemplate.class)
					.getForObject(LoadBalancer.named(url), String.class);
				case WEB_CLIENT_LOAD_BALANCED -> bean("balancedWebClientBuilder", WebClient.Builder.class).build()
					.get()
					.uri(LoadBalancer.named(url))
					.retrieve()
					.bodyToMono(String.class)
					.block();
				case HTTP_SERVICE_GROUP -> this.context.getBean(Grouped.class).call(url);
				case FEIGN ->
					bean("feign", Feign.Builder.class).target(Target.class, "http://localhost:" + url.getPort())
						.call(way);
				case OK_HTTP -> call(bean("okHttp", OkHttpClient.class), url);
				case OK_HTTP_BUILDER -> call(bean("okHttpBuilder", OkHttpClient.Builder.class).build(), url);
				case HTTP_CLIENT -> bean("httpClient", HttpClient.class)
					.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
					.body();
				case HTTP_CLIENT_ASYNC -> done(bean("httpClient", HttpClient.class)
					.sendAsync(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString()));
				case MVC_CALLABLE, MVC_STREAMING, MVC_ASYNC_DISPATCH, MVC_WEB_ASYNC_TASK ->
					throw new IllegalArgumentException("has a path of its own");
			};
		}

		private static String call(OkHttpClient client, URI url) throws IOException {
			try (Response response = client.newCall(new Request.Builder().url(url.toString()).build()).execute()) {
				return response.body().string();
			}
		}

		/**
		 * As Boot makes its builder, which it leaves out where there is one.
		 */
		private WebClient ofBoot() {
			WebClient.Builder builder = WebClient.builder();
			this.context.getBeanProvider(WebClientCustomizer.class)
				.orderedStream()
				.forEach((customizer) -> customizer.customize(builder));
			return builder.build();
		}

		/**
		 * Two elements that wait for each other need a worker beside the caller.
		 */
		private Object parallel(Way way) {
			Thread caller = Thread.currentThread();
			CyclicBarrier both = new CyclicBarrier(2);
			return IntStream.range(0, 2).boxed().parallel().map(this.help.function((number) -> {
				await(both);
				return (Thread.currentThread() != caller) ? FarEnd.log(way).ordinal() : 0;
			})).reduce(0, Integer::sum);
		}

		private static void await(CyclicBarrier barrier) {
			try {
				barrier.await(10, TimeUnit.SECONDS);
			}
			catch (InterruptedException | BrokenBarrierException | TimeoutException ex) {
				throw new IllegalStateException(ex);
			}
		}

		/** The future of the scheduler is done before the task is. */
		private Object once(Way way) throws Exception {
			CompletableFuture<Way> ran = new CompletableFuture<>();
			bean("simpleScheduler", SimpleAsyncTaskScheduler.class).schedule(() -> ran.complete(FarEnd.log(way)),
					Instant.now());
			return done(ran);
		}

		private Object multicast(Way way) throws Exception {
			SimpleApplicationEventMulticaster events = bean("events", SimpleApplicationEventMulticaster.class);
			CompletableFuture<Way> listened = new CompletableFuture<>();
			ApplicationListener<ApplicationEvent> listener = (event) -> listened.complete(FarEnd.log(way));
			events.addApplicationListener(listener);
			try {
				events.multicastEvent(new PayloadApplicationEvent<>(this, way));
				return done(listened);
			}
			finally {
				events.removeApplicationListener(listener);
			}
		}

		private Object subscribed(Way way, SubscribableChannel channel) throws Exception {
			CompletableFuture<Way> handled = new CompletableFuture<>();
			MessageHandler handler = (message) -> handled.complete(FarEnd.log(way));
			channel.subscribe(handler);
			try {
				channel.send(new GenericMessage<>(way));
				return done(handled);
			}
			finally {
				channel.unsubscribe(handler);
			}
		}

		private Object polled(Way way) throws Exception {
			CompletableFuture<Way> handled = new CompletableFuture<>();
			Runnable handling = () -> handled.complete(FarEnd.log(way));
			bean("queueChannel", QueueChannel.class).send(new GenericMessage<>(handling));
			return done(handled);
		}

		private Object raw(Way way) throws InterruptedException {
			Thread thread = this.help.threadFactory().newThread(() -> FarEnd.log(way));
			thread.start();
			thread.join(10_000);
			return way;
		}

		private static @Nullable Object done(Future<?> future) throws Exception {
			return future.get(10, TimeUnit.SECONDS);
		}

		private <T> T bean(String name, Class<T> type) {
			return this.context.getBean(name, type);
		}

	}

}
