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

			What a request has (trace id and span id, request id, user id, headers that `observability.context.headers` \
			names, MDC keys that `observability.context.mdc-keys` names, baggage) stands on each log line written for it, \
			whichever thread or service writes it.

			```properties
			# MDC keys that your own code sets and that other threads need
			observability.context.mdc-keys=tenant
			# fields taken from callers and sent on, Boot's property; they stand in the MDC too
			management.tracing.baggage.remote-fields=region
			# sends the request id on, in the header it came in
			observability.context.request-id.send=true
			# to whom trace headers, baggage and request id go; to all without it
			observability.context.clients.hosts=*.internal
			```

			## Threads

			Executors and schedulers that are beans need nothing: those of Spring get a `TaskDecorator`, composed with \
			yours; those of the JDK are stood in for by an instance of the same class, or of the same interfaces where the \
			class is not public. Executors of other libraries are left alone, and so are, with a warning, pools whose queue \
			compares tasks (`PriorityBlockingQueue`) and those whose class cannot be extended. `@Async` methods and results \
			of Spring MVC are carried too where their executor is no bean. A task has the context of the thread that \
			handed it over and nothing of the thread that runs it, which is left as it was. What a scheduler runs once \
			carries the context too; what it runs again and again is a trace of its own each time.

			For what no bean runs there is `PropagatedContext`:

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

			An exception of a `void` method with `@Async` is counted by `observability.async.uncaught`; your \
			`AsyncUncaughtExceptionHandler` or Spring's logs it, in the context of the call. The failure of a scheduled \
			method is logged with the ids of its run.

			MDC keys that `observability.context.mdc-keys` names are taken from a thread of the servlet container when it is \
			done with a request, in case whoever put them forgot; other keys are left alone.

			## Clients

			`RestClient`, `RestTemplate`, `WebClient`, their builders and `java.net.http.HttpClient` send the trace and are \
			measured by `http.client.requests`, once, if they are beans, whoever made them; a registry or a convention of \
			yours stays. Those that a load balancer adds to are no exception. `Feign.Builder` beans get Feign's own \
			`MicrometerObservationCapability` if `feign-micrometer` is there, `OkHttpClient` beans and builders Micrometer's \
			own interceptor, which measures `okhttp.requests`. HTTP interfaces are as good as the client below them. A client that was made by hand and is held in \
			a field of a bean is named once in a warning at start-up.

			`observability.context.clients.hosts` is compared with the host in the URL of the request, before a load \
			balancer replaces it; `*.internal` is any name below `internal`, but not `internal` itself. A redirect is \
			followed by the library below with the headers of the first request: where a listed host may redirect to others, \
			set `spring.http.clients.redirects=dont-follow`, and the same on clients made by hand.

			## Messages

			Templates and listeners of Kafka, RabbitMQ and JMS carry the trace if they are beans, whoever made them: \
			`KafkaTemplate`, `RabbitTemplate`, `JmsTemplate`, the factories of listener containers and containers. \
			`spring.kafka.{template,listener}.observation-enabled` and \
			`spring.rabbitmq.{template,listener.simple,listener.direct}.observation-enabled` are `true` by default; where \
			one is `false`, what you made is left alone too. Kafka and RabbitMQ carry the request id in the header it came \
			in; on JMS it is the property `X_Request_Id`, because a property is named as an identifier. A header that is \
			malformed or no text is ignored.

			Spring does not observe batch listeners of Kafka and RabbitMQ. Each batch gets a span of kind `CONSUMER`, the \
			root of a trace of its own, with a link to each span that sent a message of the batch, up to \
			`management.opentelemetry.tracing.limits.max-links` (128). Your `BatchInterceptor` or advice is called inside.

			The line of the error handler about a failed message or batch has its ids. A listener container of JMS leaves the \
			span of a failed message unmarked; the starter marks it as an error. Outside stay the lines about a \
			rolled-back transaction of a Kafka listener for single records, and Rabbit Streams.

			## Baggage

			Only fields of `management.tracing.baggage.remote-fields` are taken from callers and sent on, and none whose \
			value is longer than `observability.context.baggage.max-length` or has control characters. Boot takes any \
			field of the W3C header and sends it to everybody; `observability.context.baggage.restricted=false` restores that.

			A caller may spell the name of a field in any case. It gets the case of the list, in the MDC always, and where it \
			is sent on if fields are restricted. Boot puts it into the MDC as the caller spelt it and never takes it away, so \
			that it stands on the lines of later requests of other callers.

			## Off

			`observability.context.enabled=false` leaves all of it out, `observability.context.executors.enabled=false` the \
			executors, `observability.context.clients.enabled=false` the clients, \
			`observability.context.messaging.enabled=false` the messages. With \
			`spring.task.execution.propagate-context=false` no executor carries anything.

			## Ways

			What arrives of trace id, request id, an MDC key of the application and a field of baggage, on platform and on \
			virtual threads, each cell seen by the tests; the thread is clean afterwards. An MDC key does not leave the \
			service.

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
