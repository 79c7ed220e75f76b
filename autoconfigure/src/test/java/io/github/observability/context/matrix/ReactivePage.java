package io.github.observability.context.matrix;

/**
 * The part of the page of the context that is about Reactor.
 */
final class ReactivePage {

	private static final String INTRODUCTION = """

			## Reactive

			Operators see the context on whichever thread they run, without code of yours, and the thread is clean afterwards. \
			The context lives in Reactor's context. Reactor's own hooks, which the starter switches on through Boot, put it on \
			threads. An MDC key that your code sets on a thread does not move with the chain: use a header and list it in \
			`observability.context.headers`.

			The hooks apply to all of Reactor in the JVM. Operators that write to the context, read from a queue or come from \
			another library become slower; [cost](cost.md#hot-pieces) lists one chain as *Operator chain*. To turn them off:

			```properties
			# Boot's default
			spring.reactor.context-propagation=limited
			```

			Without hooks, the trace still reaches other services, and the request id is still in the response and on the \
			access line. Log lines in between have no ids, and baggage and request id are not sent.

			| Way | Plain Boot | Starter | Starter without hooks |
			| --- | --- | --- | --- |
			""";

	private ReactivePage() {
	}

	static String render() {
		StringBuilder page = new StringBuilder(INTRODUCTION);
		for (ReactiveWay way : ReactiveWay.values()) {
			page.append(
					"| %s | %s | %s | %s |%n".formatted(way.description(), Propagated.text(way.carriedByPlainBoot()),
							Propagated.text(way.carried()), Propagated.text(way.carriedWithoutHooks())));
		}
		return page.toString();
	}

}
