package io.github.observability.context.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The page that shows what reaches where.
 */
final class ContextPage {

	private static final Path FILE = Path.of("..", "docs", "context.md");

	private static final String INTRODUCTION = """
			<!-- Rendered by ContextPageTests. -->
			# Context

			Every log line written for a request carries the context of the request, whichever thread or service writes it. The \
			context is the trace id and span id, request id, user id, the headers listed in `observability.context.headers`, \
			the MDC keys listed in `observability.context.mdc-keys`, and baggage.

			```properties
			# MDC keys that your own code sets and that other threads need
			observability.context.mdc-keys=tenant
			# baggage fields to accept from callers and to send; Boot's property. They are in the MDC too
			management.tracing.baggage.remote-fields=region
			# send the request id, in the header it came in
			observability.context.request-id.send=true
			# hosts that receive trace headers, baggage and request id; all hosts if not set
			observability.context.clients.hosts=*.internal
			```

			## Threads

			Executors and schedulers that are beans propagate the context without further code. Spring's get a \
			`TaskDecorator`, combined with yours. The JDK's are replaced by an instance of the same class, or of the same \
			interfaces if the class is not public. `@Async` methods and asynchronous results of Spring MVC propagate the \
			context even if their executor is not a bean.

			- A task has the context of the thread that submitted it. The thread that runs it gets its own state back \
			afterwards.
			- A task that is scheduled once has the context of its caller. Each run of a repeated task is its own trace.
			- Executors of other libraries stay as they are. So do pools whose queue compares tasks \
			(`PriorityBlockingQueue`) and pools whose class cannot be extended; a warning names them.

			For everything that no bean runs, use `PropagatedContext`:

			```java
			PropagatedContext context = PropagatedContext.capture();

			rides.parallelStream().map(context.function(this::price)).toList();
			CompletableFuture.supplyAsync(context.supplier(this::price)); // the common pool
			PropagatedContext.threadFactory(Thread::new).newThread(this::watch).start();
			PropagatedContext.none().runnable(this::tidyUp); // outlives the request, belongs to nobody

			try (var scope = StructuredTaskScope.open()) { // Java 25
				scope.fork(context.callable(this::price));
			}
			```

			`observability.async.uncaught` counts exceptions of `void` methods with `@Async`. Your \
			`AsyncUncaughtExceptionHandler`, or Spring's, logs them in the context of the call. The failure of a scheduled \
			method is logged with the ids of its run.

			When the servlet container is done with a request, the MDC keys in `observability.context.mdc-keys` are removed \
			from its thread, in case the application forgot to. Other keys stay.

			## Clients

			`RestClient`, `RestTemplate`, `WebClient`, their builders and `java.net.http.HttpClient` send the trace and are \
			recorded once in `http.client.requests` if they are beans, no matter who created them. Load-balanced clients are \
			included. A registry or convention of yours stays.

			- `Feign.Builder` beans get Feign's own `MicrometerObservationCapability` if `feign-micrometer` is present.
			- `OkHttpClient` beans and builders get Micrometer's own interceptor, which records `okhttp.requests`.
			- An HTTP interface propagates what the client below it propagates.
			- A client that is not a bean but a field of one is named in one warning at startup.

			`observability.context.clients.hosts` is compared with the host in the URL of the request, before a load balancer \
			replaces it. `*.internal` matches any name below `internal`, but not `internal` itself. The HTTP library follows \
			redirects with the headers of the first request. If a listed host can redirect to others, set \
			`spring.http.clients.redirects=dont-follow`, and the same on clients you create yourself.

			## Messages

			Templates and listeners of Kafka, RabbitMQ and JMS propagate the trace if they are beans, no matter who created \
			them: `KafkaTemplate`, `RabbitTemplate`, `JmsTemplate`, listener container factories and containers. \
			`spring.kafka.{template,listener}.observation-enabled` and \
			`spring.rabbitmq.{template,listener.simple,listener.direct}.observation-enabled` are `true` by default. If one of \
			them is `false`, the beans you created stay unobserved too.

			Kafka and RabbitMQ carry the request id in the header it came in. JMS uses the property `X_Request_Id`, because \
			property names must be identifiers. A malformed header is ignored.

			Spring does not observe batch listeners of Kafka and RabbitMQ. With the starter, each batch has a span of kind \
			`CONSUMER`, the root of its own trace, with a link to each span that sent a message of the batch, up to \
			`management.opentelemetry.tracing.limits.max-links` (128). Your `BatchInterceptor` or advice runs inside it.

			The error handler's log line about a failed message or batch has its ids. A JMS listener container does not mark \
			the span of a failed message; the starter marks it as an error. Two cases are not covered: log lines about a \
			rolled-back transaction of a Kafka record listener, and Rabbit Streams.

			## Baggage

			Only fields in `management.tracing.baggage.remote-fields` are accepted from callers and sent. Values longer than \
			`observability.context.baggage.max-length`, or with control characters, are ignored. Boot accepts every field of \
			the W3C header and sends it to every host; `observability.context.baggage.restricted=false` restores that.

			Callers may spell the name of a field in any case. The MDC always uses the spelling of the list, and so do \
			outgoing requests if fields are restricted. Boot puts the caller's spelling into the MDC and never removes it, so \
			it stays on log lines of later requests.

			## Turn it off

			| Property set to `false` | Turns off |
			| --- | --- |
			| `observability.context.enabled` | the whole feature |
			| `observability.context.executors.enabled` | executors and schedulers |
			| `observability.context.clients.enabled` | HTTP clients |
			| `observability.context.messaging.enabled` | messages |
			| `spring.task.execution.propagate-context` | executors, as in Boot |

			## What reaches where

			Each row shows which of trace id, request id, an MDC key of the application and a baggage field arrive, on \
			platform and virtual threads. The tests verify each cell, and that the thread is clean afterwards. MDC keys do not \
			leave the service.

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
