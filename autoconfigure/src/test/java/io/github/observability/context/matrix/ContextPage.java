package io.github.observability.context.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The page that shows which parts of the context are propagated in which case.
 */
final class ContextPage {

	private static final Path FILE = Path.of("..", "docs", "context.md");

	private static final String INTRODUCTION = """
			<!-- Rendered by ContextPageTests. -->
			# Context

			Every log line of a request contains the context of the request, regardless of the thread or service that \
			writes it: trace id and span id, request id, user id, baggage, the request headers in \
			`observability.context.headers`, and the MDC keys in `observability.context.mdc-keys`.

			```properties
			# MDC keys of your own code that other threads need
			observability.context.mdc-keys=tenant
			# baggage fields to accept and send (Boot's property); they are also in the MDC
			management.tracing.baggage.remote-fields=region
			# sends the request id to other services, in the header in which it arrived
			observability.context.request-id.send=true
			# hosts that receive trace headers, baggage and request id; all hosts by default
			observability.context.clients.hosts=*.internal
			```

			## Requests

			The context is set on the thread before the first filter runs and stays there until the container has \
			finished the request. This applies to every dispatch: the failure of a `Callable` and its error page are \
			logged with the same ids as those of a synchronous handler. The response, the container's log line and the \
			error page share one request id. To achieve this, the starter adds a valve to an embedded Tomcat and a \
			scope listener to an embedded Jetty. In a WAR, a request listener covers the first dispatch, and a filter \
			covers all later ones.

			When the container has finished a request, the starter removes the keys in \
			`observability.context.mdc-keys` from the thread, in case the application did not. Other keys remain.

			## Threads

			Executors and schedulers that are beans propagate the context without any configuration. Spring's \
			executors get a `TaskDecorator` that wraps yours. All other executors are replaced. If a bean is declared \
			by an interface, a proxy for its interfaces replaces it, whatever the bean wraps: a JDK pool, Spring \
			Security's `DelegatingSecurityContextExecutorService`, Micrometer's timed executors or a class of your \
			own. If a bean is declared by its class, a subclass replaces it. Executors that are not beans are covered \
			in `@Async` methods, Spring MVC, `WebAsyncTask`, `ApplicationEventMulticaster`, Spring Integration \
			channels and Spring Cloud's circuit breakers.

			For some executors, this is not possible: a bean that is declared by a final class or by a class with \
			final methods, and a pool whose queue compares tasks (`PriorityBlockingQueue`, `DelayQueue`). A warning at \
			startup names the bean and its class. Event loops, web server pools and distributed executors are left \
			unchanged. Hooks of a pool, such as `beforeExecute` and a `RejectedExecutionHandler`, receive a wrapped \
			task and therefore cannot cast it to its own class.

			A task runs with the context of the thread that submitted it. Afterwards, the previous context of the \
			running thread is restored. The same applies to a task that is scheduled once. Each run of a periodic \
			task, or of a task with a trigger such as a cron expression, starts its own trace.

			For all other threads, use `PropagatedContext`:

			```java
			PropagatedContext context = PropagatedContext.capture();

			rides.parallelStream().map(context.function(this::price)).toList();
			CompletableFuture.supplyAsync(context.supplier(this::price)); // the common pool
			PropagatedContext.threadFactory(Thread::new).newThread(this::watch).start();
			PropagatedContext.none().runnable(this::tidyUp); // outlives the request

			try (var scope = StructuredTaskScope.open()) { // Java 25
				scope.fork(context.callable(this::price));
			}
			```

			`observability.async.uncaught` counts the exceptions of `void` methods with `@Async`. They are logged with \
			the context of the call, by your `AsyncUncaughtExceptionHandler` or by Spring's. The failure of a \
			scheduled method is logged with the ids of its run.

			## Clients

			`RestClient`, `RestTemplate`, `WebClient`, their builders and `java.net.http.HttpClient` send the trace if \
			they are beans, regardless of who created them. `http.client.requests` measures each of their requests \
			once. The starter keeps a registry or convention that you set, and load balancing makes no difference. \
			`Feign.Builder` beans get Feign's `MicrometerObservationCapability` if `feign-micrometer` is present. \
			`OkHttpClient` beans and builders get Micrometer's interceptor, which measures `okhttp.requests`. A single \
			warning at startup lists the unobserved clients that application beans hold in fields.

			`observability.context.clients.hosts` is compared with the host in the request URL, before a load balancer \
			replaces it. `*.internal` matches every name below `internal`, but not `internal` itself. Client libraries \
			follow a redirect with the headers of the first request. If a listed host may redirect to other hosts, set \
			`spring.http.clients.redirects=dont-follow`, and configure manually created clients accordingly. \
			`observability.context.clients.hosts` also applies to requests of Apache HttpClient 5, Jetty's client and \
			`java.net.http.HttpClient` that Micrometer's own instrumentation observes.

			## Messages

			Kafka, RabbitMQ and JMS templates and listeners propagate the trace if they are beans, regardless of who \
			created them: `KafkaTemplate`, `RabbitTemplate`, `JmsTemplate`, listener containers and their factories. \
			`spring.kafka.{template,listener}.observation-enabled` and \
			`spring.rabbitmq.{template,listener.simple,listener.direct}.observation-enabled` are `true` by default. If \
			you set them to `false`, the starter leaves your own beans unchanged, too. Kafka and RabbitMQ send the \
			request id in the header in which it arrived. JMS sends it in the property `X_Request_Id`, because JMS \
			requires property names to be identifiers. A malformed header is ignored.

			Spring does not observe Kafka and RabbitMQ batch listeners. The starter adds a span of kind `CONSUMER` for \
			each batch. This span is the root of a trace and has a link to each span that sent a message of the batch, \
			up to `management.opentelemetry.tracing.limits.max-links` (128). Your `BatchInterceptor` or advice is \
			called within the span.

			Spring Integration channels that hand a message to another thread propagate the context: channels with an \
			executor and channels with a queue. If a handler fails on an executor, its log line contains the context, \
			and the sender's observation continues. A queue keeps the context in memory. A queue in a message store, \
			`PartitionedChannel` and the log line of a handler that fails in a poller are not covered.

			If a message or batch fails, the log line of the error handler contains its ids. The starter marks the \
			span of a failed JMS message as an error, which Spring's container does not. Log lines about a rolled-back \
			transaction of a Kafka record listener are not covered, and neither is Rabbit Streams.

			## Baggage

			The starter accepts from callers and sends only the fields in `management.tracing.baggage.remote-fields`. \
			It ignores values with control characters and values longer than \
			`observability.context.baggage.max-length`. Boot accepts every field of the W3C header and sends it to \
			every host; `observability.context.baggage.restricted=false` restores that behavior.

			Callers may write the name of a field in any case. The MDC contains the name as you list it, and so does \
			the outgoing header if fields are restricted. Boot puts the name into the MDC as the caller writes it and \
			never removes it, so it appears on the log lines of later requests from other callers.

			## Turning it off

			| Property | Turns off |
			| --- | --- |
			| `observability.context.enabled=false` | everything |
			| `observability.context.executors.enabled=false` | executors and schedulers |
			| `observability.context.clients.enabled=false` | HTTP clients |
			| `observability.context.messaging.enabled=false` | messages, Spring Integration channels |
			| `spring.task.execution.propagate-context=false` | propagation by all executors |

			## What is propagated

			The table shows which parts of the context arrive, on platform threads and on virtual threads: the trace \
			id, the request id, an MDC key of the application and a baggage field. Tests verify each cell, and that no \
			context remains on the thread afterwards. An MDC key does not leave the service.

			| Case | Plain Boot | Starter |
			| --- | --- | --- |
			""";

	private static final String MORE = """
			| Uncaught exception from an `@Async` method | nothing; not counted | all; counted |
			| Run of a `@Scheduled` method | its own trace | its own trace |
			| Failure of a `@Scheduled` method | no trace id | the trace id of the run |
			""";

	String render() {
		StringBuilder page = new StringBuilder(INTRODUCTION);
		for (Way way : Way.values()) {
			String since = (way.since() > 17) ? " (Java " + way.since() + ")" : "";
			page.append("| %s%s | %s | %s |%n".formatted(way.description(), since,
					Propagated.text(way.carriedByPlainBoot()), Propagated.text(way.carried())));
		}
		for (ContainerLine line : ContainerLine.values()) {
			page.append(
					"| %s | %s | all |%n".formatted(line.description(), Propagated.text(line.carriedByPlainBoot())));
		}
		return page.append(MORE)
			.append(MessageWay.rows())
			.append(ReactivePage.render())
			.append(DataPage.render())
			.toString();
	}

	String committed() throws IOException {
		return Files.readString(FILE);
	}

	void write(String rendered) throws IOException {
		Files.writeString(FILE, rendered);
	}

}
