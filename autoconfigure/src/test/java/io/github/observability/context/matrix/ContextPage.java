package io.github.observability.context.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The page that tells which way of the context carries what.
 */
final class ContextPage {

	private static final Path FILE = Path.of("..", "docs", "context.md");

	private static final String INTRODUCTION = """
			<!-- Rendered by ContextPageTests. -->
			# Context

			Every log line that is written for a request has the context of the request, whichever thread or service \
			writes it: trace id and span id, request id, user id, baggage, the request headers in \
			`observability.context.headers`, and the MDC keys in `observability.context.mdc-keys`.

			```properties
			# MDC keys of your own code that other threads need
			observability.context.mdc-keys=tenant
			# baggage fields to accept and to send, Boot's property; they are in the MDC, too
			management.tracing.baggage.remote-fields=region
			# sends the request id to other services, in the header that it came in
			observability.context.request-id.send=true
			# hosts that receive trace headers, baggage and request id; all hosts by default
			observability.context.clients.hosts=*.internal
			```

			## Requests

			The context is on the thread before the first filter and until the container is done with the request, on \
			every dispatch: a failure of a `Callable` is logged with the same ids as a synchronous one, and so is its error \
			page. The response, the line of the container and the error page have the same request id. An embedded Tomcat \
			gets a valve for that, Jetty a scope listener. In a WAR, a request listener surrounds the first dispatch, and \
			a filter the later ones.

			When the container is done with a request, the keys in `observability.context.mdc-keys` are removed from \
			the thread, in case the application forgot one. Other keys stay.

			## Threads

			Executors and schedulers that are beans propagate the context without any configuration. Executors of Spring \
			get a `TaskDecorator` around yours. Any other executor gets a stand-in: a bean that is declared by an interface \
			is replaced by a proxy of its interfaces, whatever it wraps (a pool of the JDK, Spring Security's \
			`DelegatingSecurityContextExecutorService`, Micrometer's timed executors, a class of your own); a bean that is \
			declared by its class is replaced by a subclass. Executors that are not beans are reached inside of `@Async` \
			methods, Spring MVC, `WebAsyncTask`, `ApplicationEventMulticaster`, channels of Spring Integration and Spring \
			Cloud's circuit breakers.

			One warning at start names the bean and its class where this is not possible: a bean that is declared by a \
			final class or by a class with final methods, or a pool whose queue compares tasks (`PriorityBlockingQueue`, `DelayQueue`). \
			Event loops, pools of web servers and distributed executors are left alone. Hooks of a pool, such as `beforeExecute` and a \
			`RejectedExecutionHandler`, see a wrapped task, so they cannot cast it to its own class.

			A task runs with the context of the thread that submitted it and leaves the running thread as it was. A task \
			that is scheduled once has the context, too. Each run of a periodic task, or of a task with a trigger such as \
			a cron expression, is a trace of its own.

			For threads of other origin, use `PropagatedContext`:

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

			`observability.async.uncaught` counts exceptions of `void` methods with `@Async`. Your \
			`AsyncUncaughtExceptionHandler` or Spring's logs them with the context of the call. The failure of a scheduled \
			method is logged with the ids of its run.

			## Clients

			`RestClient`, `RestTemplate`, `WebClient`, their builders and `java.net.http.HttpClient` send the trace and are \
			measured once by `http.client.requests` if they are beans, whoever created them. A registry or a convention \
			that you set stays, and a load balancer makes no difference. `Feign.Builder` beans get Feign's \
			`MicrometerObservationCapability` if `feign-micrometer` is present. `OkHttpClient` beans and builders get \
			Micrometer's interceptor, which measures `okhttp.requests`. One warning at start names the unobserved clients \
			that beans of the application hold in fields.

			`observability.context.clients.hosts` is compared with the host in the URL of the request, before a load \
			balancer replaces it. `*.internal` matches each name below `internal`, but not `internal` itself. A client \
			library follows a redirect with the headers of the first request. If a listed host may redirect to other hosts, \
			set `spring.http.clients.redirects=dont-follow`, and do the same for clients made by hand. The property \
			also applies to requests of Apache HttpClient 5, Jetty's client and `java.net.http.HttpClient` that \
			Micrometer's own instrumentation observes.

			## Messages

			Templates and listeners of Kafka, RabbitMQ and JMS propagate the trace if they are beans, whoever created them: \
			`KafkaTemplate`, `RabbitTemplate`, `JmsTemplate`, factories of listener containers, and containers. \
			`spring.kafka.{template,listener}.observation-enabled` and \
			`spring.rabbitmq.{template,listener.simple,listener.direct}.observation-enabled` are `true` by default. With \
			`false`, your own beans are left alone, too. Kafka and RabbitMQ send the request id in the header that it came \
			in. JMS sends it as property `X_Request_Id`, because the name of a property must be an identifier. A malformed \
			header is ignored.

			Spring does not observe batch listeners of Kafka and RabbitMQ. The starter gives each batch a span of kind \
			`CONSUMER`, which is the root of a trace and has a link to each span that sent a message of the batch, up to \
			`management.opentelemetry.tracing.limits.max-links` (128). Your `BatchInterceptor` or advice is called inside.

			Channels of Spring Integration that hand a message to another thread propagate the context: channels with an \
			executor and channels with a queue. The line about a handler that fails on an executor has the context, and the \
			observation of the sender goes on. A queue keeps the context in memory. A queue in a message store, \
			`PartitionedChannel`, and the line about a handler that fails in a poller are not covered.

			The line of the error handler about a failed message or batch has its ids. The starter marks the span of a \
			failed JMS message as an error, which Spring's container does not. Lines about a rolled-back transaction of a \
			Kafka listener for single records, and Rabbit Streams, are not covered.

			## Baggage

			Only fields in `management.tracing.baggage.remote-fields` are accepted from callers and sent. Values with \
			control characters or longer than `observability.context.baggage.max-length` are ignored. Boot accepts each \
			field of the W3C header and sends it to everybody; `observability.context.baggage.restricted=false` restores that.

			A caller may spell the name of a field in any case. The MDC has the name as it is listed. So has the header \
			that is sent, if fields are restricted. Boot puts the name into the MDC as the caller spells it and never \
			removes it, so that it is on the lines of later requests of other callers.

			## Turning it off

			| Property | Turns off |
			| --- | --- |
			| `observability.context.enabled=false` | everything |
			| `observability.context.executors.enabled=false` | executors and schedulers |
			| `observability.context.clients.enabled=false` | HTTP clients |
			| `observability.context.messaging.enabled=false` | messages, channels of Spring Integration |
			| `spring.task.execution.propagate-context=false` | propagation by all executors |

			## What is propagated

			The table lists what arrives of the trace id, the request id, an MDC key of the application and a baggage field, \
			on platform threads and on virtual threads. Tests check each cell, and that the thread is clean afterwards. An \
			MDC key does not leave the service.

			| Way | Plain Boot | Starter |
			| --- | --- | --- |
			""";

	private static final String MORE = """
			| Uncaught exception of an `@Async` method | nothing; not counted | all; counted |
			| Run of a `@Scheduled` method | a trace of its own | a trace of its own |
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
