package io.github.observability;

import org.jspecify.annotations.Nullable;

/**
 * Private fields of Spring and of libraries that no method exposes. One constant names
 * one field; a test over all constants fails on the version that moves it.
 */
public enum FrameworkField {

	/** Executor of asynchronous methods, as it was configured. */
	ASYNC_EXECUTOR("org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor", "executor",
			"java.util.function.Supplier"),

	/** Exception handler of asynchronous methods, as it was configured. */
	ASYNC_EXCEPTION_HANDLER("org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor",
			"exceptionHandler", "java.util.function.Supplier"),

	/** Executor of asynchronous results of Spring MVC. */
	MVC_EXECUTOR("org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter", "taskExecutor",
			"org.springframework.core.task.AsyncTaskExecutor"),

	/** Interceptors of callables of Spring MVC. */
	MVC_CALLABLE_INTERCEPTORS("org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter",
			"callableInterceptors", "[Lorg.springframework.web.context.request.async.CallableProcessingInterceptor;"),

	/** Handler of a functional endpoint of Spring MVC. */
	MVC_ROUTER_HANDLER(Names.MVC_ROUTERS + "DefaultRouterFunction", "handlerFunction",
			"org.springframework.web.servlet.function.HandlerFunction"),

	/** Filter of a router function of Spring MVC. */
	MVC_ROUTER_FILTER(Names.MVC_ROUTERS + "FilteredRouterFunction", "filterFunction",
			"org.springframework.web.servlet.function.HandlerFilterFunction"),

	/** Router function of Spring MVC that a filter surrounds. */
	MVC_ROUTER_FILTERED(Names.MVC_ROUTERS + "FilteredRouterFunction", "routerFunction", Names.MVC_ROUTER),

	/** Router function of Spring MVC below a predicate. */
	MVC_ROUTER_NESTED(Names.MVC_ROUTERS + "DefaultNestedRouterFunction", "routerFunction", Names.MVC_ROUTER),

	/** First of two router functions of Spring MVC. */
	MVC_ROUTER_FIRST(Names.MVC_ROUTERS + "SameComposedRouterFunction", "first", Names.MVC_ROUTER),

	/** Second of two router functions of Spring MVC. */
	MVC_ROUTER_SECOND(Names.MVC_ROUTERS + "SameComposedRouterFunction", "second", Names.MVC_ROUTER),

	/** First of two router functions of Spring MVC of several types. */
	MVC_ROUTER_FIRST_OF_OTHERS(Names.MVC_ROUTERS + "DifferentComposedRouterFunction", "first", Names.MVC_ROUTER),

	/** Second of two router functions of Spring MVC of several types. */
	MVC_ROUTER_SECOND_OF_OTHERS(Names.MVC_ROUTERS + "DifferentComposedRouterFunction", "second", Names.MVC_ROUTER),

	/** Router function of Spring MVC that has attributes. */
	MVC_ROUTER_WITH_ATTRIBUTES(Names.MVC_ROUTERS + "AttributesRouterFunction", "delegate", Names.MVC_ROUTER),

	/** Router functions of Spring MVC that were built together. */
	MVC_ROUTER_BUILT("org.springframework.web.servlet.function.RouterFunctionBuilder$BuiltRouterFunction",
			"routerFunctions", "java.util.List"),

	/** Handler of a functional endpoint of WebFlux. */
	WEBFLUX_ROUTER_HANDLER(Names.WEBFLUX_ROUTERS + "DefaultRouterFunction", "handlerFunction",
			"org.springframework.web.reactive.function.server.HandlerFunction"),

	/** Filter of a router function of WebFlux. */
	WEBFLUX_ROUTER_FILTER(Names.WEBFLUX_ROUTERS + "FilteredRouterFunction", "filterFunction",
			"org.springframework.web.reactive.function.server.HandlerFilterFunction"),

	/** Router function of WebFlux that a filter surrounds. */
	WEBFLUX_ROUTER_FILTERED(Names.WEBFLUX_ROUTERS + "FilteredRouterFunction", "routerFunction", Names.WEBFLUX_ROUTER),

	/** Router function of WebFlux below a predicate. */
	WEBFLUX_ROUTER_NESTED(Names.WEBFLUX_ROUTERS + "DefaultNestedRouterFunction", "routerFunction",
			Names.WEBFLUX_ROUTER),

	/** First of two router functions of WebFlux. */
	WEBFLUX_ROUTER_FIRST(Names.WEBFLUX_ROUTERS + "SameComposedRouterFunction", "first", Names.WEBFLUX_ROUTER),

	/** Second of two router functions of WebFlux. */
	WEBFLUX_ROUTER_SECOND(Names.WEBFLUX_ROUTERS + "SameComposedRouterFunction", "second", Names.WEBFLUX_ROUTER),

	/** First of two router functions of WebFlux of several types. */
	WEBFLUX_ROUTER_FIRST_OF_OTHERS(Names.WEBFLUX_ROUTERS + "DifferentComposedRouterFunction", "first",
			Names.WEBFLUX_ROUTER),

	/** Second of two router functions of WebFlux of several types. */
	WEBFLUX_ROUTER_SECOND_OF_OTHERS(Names.WEBFLUX_ROUTERS + "DifferentComposedRouterFunction", "second",
			Names.WEBFLUX_ROUTER),

	/** Router function of WebFlux that has attributes. */
	WEBFLUX_ROUTER_WITH_ATTRIBUTES(Names.WEBFLUX_ROUTERS + "AttributesRouterFunction", "delegate",
			Names.WEBFLUX_ROUTER),

	/** Router functions of WebFlux that were built together. */
	WEBFLUX_ROUTER_BUILT("org.springframework.web.reactive.function.server.RouterFunctionBuilder$BuiltRouterFunction",
			"routerFunctions", "java.util.List"),

	/** Handlers of observations. */
	OBSERVATION_HANDLERS(Names.OBSERVATION_CONFIG, "observationHandlers", "java.util.List"),

	/** Filters of observations. */
	OBSERVATION_FILTERS(Names.OBSERVATION_CONFIG, "observationFilters", "java.util.List"),

	/** Predicates of observations. */
	OBSERVATION_PREDICATES(Names.OBSERVATION_CONFIG, "observationPredicates", "java.util.List"),

	/** Settings of a registry that pushes. */
	PUSH_REGISTRY_CONFIG("io.micrometer.core.instrument.push.PushMeterRegistry", "config",
			"io.micrometer.core.instrument.push.PushRegistryConfig"),

	/** Settings of a registry in memory. */
	SIMPLE_REGISTRY_CONFIG("io.micrometer.core.instrument.simple.SimpleMeterRegistry", "config",
			"io.micrometer.core.instrument.simple.SimpleConfig"),

	/** Propagator of the handler of observations that receive. */
	RECEIVER_PROPAGATOR("io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler", "propagator",
			"io.micrometer.tracing.propagation.Propagator"),

	/** Propagator of the handler of observations that send. */
	SENDER_PROPAGATOR("io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler", "propagator",
			"io.micrometer.tracing.propagation.Propagator"),

	/**
	 * Deletion of old files of log lines, which a rolling policy of Logback began last.
	 */
	LOG_FILE_CLEAN_UP("ch.qos.logback.core.rolling.TimeBasedRollingPolicy", "cleanUpFuture",
			"java.util.concurrent.Future"),

	/** Formatter of Boot's encoder of structured log lines. */
	STRUCTURED_LOG_FORMATTER(BootNames.STRUCTURED_LOG_ENCODER, "formatter", BootNames.STRUCTURED_LOG_FORMATTER),

	/** Executor of a multicaster of application events. */
	MULTICASTER_EXECUTOR("org.springframework.context.event.SimpleApplicationEventMulticaster", "taskExecutor",
			"java.util.concurrent.Executor"),

	/** Executor of a channel of Spring Integration. */
	CHANNEL_EXECUTOR("org.springframework.integration.channel.AbstractExecutorChannel", "executor",
			"java.util.concurrent.Executor"),

	/** Error handler of a channel of Spring Integration with several subscribers. */
	CHANNEL_ERROR_HANDLER("org.springframework.integration.channel.PublishSubscribeChannel", "errorHandler",
			"org.springframework.util.ErrorHandler"),

	/** Queue of a channel of Spring Integration. */
	CHANNEL_QUEUE("org.springframework.integration.channel.QueueChannel", "queue", "java.util.Queue"),

	/** Executor that one of Spring Security delegates to. */
	SECURITY_EXECUTOR_DELEGATE("org.springframework.security.concurrent.DelegatingSecurityContextExecutor", "delegate",
			"java.util.concurrent.Executor"),

	/** Executor that Micrometer measures. */
	TIMED_EXECUTOR_DELEGATE("io.micrometer.core.instrument.internal.TimedExecutor", "delegate",
			"java.util.concurrent.Executor"),

	/** Executor service that Micrometer measures. */
	TIMED_EXECUTOR_SERVICE_DELEGATE("io.micrometer.core.instrument.internal.TimedExecutorService", "delegate",
			"java.util.concurrent.ExecutorService"),

	/** Scheduled executor service that Micrometer measures. */
	TIMED_SCHEDULED_EXECUTOR_DELEGATE("io.micrometer.core.instrument.internal.TimedScheduledExecutorService",
			"delegate", "java.util.concurrent.ScheduledExecutorService"),

	/** Decorator of a {@code ThreadPoolTaskExecutor}. */
	THREAD_POOL_EXECUTOR_DECORATOR("org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor", "taskDecorator",
			"org.springframework.core.task.TaskDecorator"),

	/** Pool of a {@code ThreadPoolTaskExecutor}, which its getter returns only later. */
	THREAD_POOL_EXECUTOR_POOL("org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor", "threadPoolExecutor",
			"java.util.concurrent.ThreadPoolExecutor"),

	/** Decorator of a {@code ThreadPoolTaskScheduler}. */
	THREAD_POOL_SCHEDULER_DECORATOR("org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler",
			"taskDecorator", "org.springframework.core.task.TaskDecorator"),

	/** Decorator of a {@code ConcurrentTaskExecutor}. */
	CONCURRENT_EXECUTOR_DECORATOR("org.springframework.scheduling.concurrent.ConcurrentTaskExecutor", "taskDecorator",
			"org.springframework.core.task.TaskDecorator"),

	/** Scheduled executor of a {@code ConcurrentTaskScheduler}. */
	CONCURRENT_SCHEDULER_EXECUTOR("org.springframework.scheduling.concurrent.ConcurrentTaskScheduler",
			"scheduledExecutor", "java.util.concurrent.ScheduledExecutorService"),

	/** Decorator of a {@code SimpleAsyncTaskExecutor}. */
	SIMPLE_EXECUTOR_DECORATOR("org.springframework.core.task.SimpleAsyncTaskExecutor", "taskDecorator",
			"org.springframework.core.task.TaskDecorator"),

	/** Throttle of a {@code SimpleAsyncTaskExecutor}. */
	SIMPLE_EXECUTOR_THROTTLE("org.springframework.core.task.SimpleAsyncTaskExecutor", "concurrencyThrottle",
			"org.springframework.core.task.SimpleAsyncTaskExecutor$ConcurrencyThrottleAdapter"),

	/** Number of tasks that a throttle let through. */
	THROTTLE_COUNT("org.springframework.util.ConcurrencyThrottleSupport", "concurrencyCount", "int"),

	/** Error handler of a {@code SimpleAsyncTaskScheduler}. */
	SIMPLE_SCHEDULER_ERROR_HANDLER("org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler", "errorHandler",
			"org.springframework.util.ErrorHandler"),

	/** Error handler of a scheduled task. */
	SCHEDULED_TASK_ERROR_HANDLER("org.springframework.scheduling.support.DelegatingErrorHandlingRunnable",
			"errorHandler", "org.springframework.util.ErrorHandler"),

	/** Decorators of a {@code CompositeTaskDecorator}. */
	COMPOSITE_DECORATORS("org.springframework.core.task.support.CompositeTaskDecorator", "taskDecorators",
			"java.util.List"),

	/** Decorator of a {@code TaskExecutorAdapter}. */
	ADAPTER_DECORATOR("org.springframework.core.task.support.TaskExecutorAdapter", "taskDecorator",
			"org.springframework.core.task.TaskDecorator"),

	/** Executor of a {@code TaskExecutorAdapter}. */
	ADAPTER_EXECUTOR("org.springframework.core.task.support.TaskExecutorAdapter", "concurrentExecutor",
			"java.util.concurrent.Executor"),

	/** Registry of a {@code RestTemplate}. */
	REST_TEMPLATE_REGISTRY("org.springframework.web.client.RestTemplate", Names.REGISTRY_FIELD, Names.REGISTRY),

	/** Registry of a {@code RestClient}. */
	REST_CLIENT_REGISTRY("org.springframework.web.client.DefaultRestClient", Names.REGISTRY_FIELD, Names.REGISTRY),

	/** Registry of a builder of a {@code RestClient}. */
	REST_CLIENT_BUILDER_REGISTRY("org.springframework.web.client.DefaultRestClientBuilder", Names.REGISTRY_FIELD,
			Names.REGISTRY),

	/** Convention of a builder of a {@code RestClient}. */
	REST_CLIENT_BUILDER_CONVENTION("org.springframework.web.client.DefaultRestClientBuilder", Names.CONVENTION_FIELD,
			"org.springframework.http.client.observation.ClientRequestObservationConvention"),

	/** Registry of a {@code WebClient}. */
	WEB_CLIENT_REGISTRY("org.springframework.web.reactive.function.client.DefaultWebClient", Names.REGISTRY_FIELD,
			Names.REGISTRY),

	/** Registry of a builder of a {@code WebClient}. */
	WEB_CLIENT_BUILDER_REGISTRY("org.springframework.web.reactive.function.client.DefaultWebClientBuilder",
			Names.REGISTRY_FIELD, Names.REGISTRY),

	/** Convention of a builder of a {@code WebClient}. */
	WEB_CLIENT_BUILDER_CONVENTION("org.springframework.web.reactive.function.client.DefaultWebClientBuilder",
			Names.CONVENTION_FIELD,
			"org.springframework.web.reactive.function.client.ClientRequestObservationConvention"),

	/** Capabilities of a builder of Feign. */
	FEIGN_CAPABILITIES("feign.BaseBuilder", "capabilities", "java.util.List"),

	/** Registry of a factory of JMS listener containers. */
	JMS_FACTORY_REGISTRY("org.springframework.jms.config.AbstractJmsListenerContainerFactory", Names.REGISTRY_FIELD,
			Names.REGISTRY),

	/** Error handler of a factory of JMS listener containers. */
	JMS_FACTORY_ERROR_HANDLER("org.springframework.jms.config.AbstractJmsListenerContainerFactory", "errorHandler",
			"org.springframework.util.ErrorHandler"),

	/** Whether containers of a factory for RabbitMQ are observed. */
	RABBIT_FACTORY_OBSERVED("org.springframework.amqp.rabbit.config.BaseRabbitListenerContainerFactory",
			"observationEnabled", "java.lang.Boolean"),

	/** Error handler of a factory of RabbitMQ listener containers. */
	RABBIT_FACTORY_ERROR_HANDLER("org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory",
			"errorHandler", "org.springframework.util.ErrorHandler"),

	/** Error handler of a RabbitMQ listener container. */
	RABBIT_CONTAINER_ERROR_HANDLER("org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer",
			"errorHandler", "org.springframework.util.ErrorHandler"),

	/** Advice around the listener of a RabbitMQ listener container. */
	RABBIT_CONTAINER_ADVICE("org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer", "adviceChain",
			"[Lorg.aopalliance.aop.Advice;"),

	/** Worker of a {@code BatchSpanProcessor}. */
	BATCH_SPAN_WORKER("io.opentelemetry.sdk.trace.export.BatchSpanProcessor", "worker",
			"io.opentelemetry.sdk.trace.export.BatchSpanProcessor$Worker"),

	/** Size of the queue of a {@code BatchSpanProcessor}. */
	BATCH_SPAN_QUEUE_SIZE("io.opentelemetry.sdk.trace.export.BatchSpanProcessor$Worker", "maxQueueSize", "long");

	private final PrivateField field;

	FrameworkField(String className, String fieldName, String fieldType) {
		this.field = new PrivateField(className, fieldName, fieldType);
	}

	/**
	 * Whether an object is of the class that has the field, or of a subclass.
	 * @param target the object
	 * @return whether the field can be read
	 */
	public boolean isIn(Object target) {
		return this.field.isIn(target);
	}

	/**
	 * Read the field.
	 * @param target the object that has it
	 * @return the value, {@code null} if the field has none
	 * @throws IllegalStateException if the object has no such field
	 */
	public @Nullable Object read(Object target) {
		return this.field.read(target);
	}

	/**
	 * Read the field as a type.
	 * @param target the object that has it
	 * @param type the type
	 * @param <T> the type
	 * @return the value, {@code null} if the field has none
	 * @throws IllegalStateException if the object has no such field
	 */
	public <T> @Nullable T read(Object target, Class<T> type) {
		return type.cast(read(target));
	}

	/**
	 * Replace the value of the field.
	 * @param target the object that has it
	 * @param value the new value
	 * @throws IllegalStateException if the object has no such field
	 */
	public void write(Object target, Object value) {
		this.field.write(target, value);
	}

	PrivateField field() {
		return this.field;
	}

	/** An enum cannot name constants of its own in its constants. */
	private static final class Names {

		static final String MVC_ROUTER = "org.springframework.web.servlet.function.RouterFunction";

		static final String MVC_ROUTERS = "org.springframework.web.servlet.function.RouterFunctions$";

		static final String WEBFLUX_ROUTER = "org.springframework.web.reactive.function.server.RouterFunction";

		static final String WEBFLUX_ROUTERS = "org.springframework.web.reactive.function.server.RouterFunctions$";

		private static final String OBSERVATION_CONFIG = "io.micrometer.observation.ObservationRegistry$ObservationConfig";

		private static final String REGISTRY = "io.micrometer.observation.ObservationRegistry";

		private static final String REGISTRY_FIELD = "observationRegistry";

		private static final String CONVENTION_FIELD = "observationConvention";

	}

}
