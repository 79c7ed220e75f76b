package io.github.observability.context.matrix;

/**
 * The part of the page of the context that is about Reactor.
 */
final class ReactivePage {

	private static final String INTRODUCTION = """

			## Reactive

			Operators have the context on each thread they run on, and leave the thread clean, without any code of yours. \
			The context is in Reactor's context, and Reactor's hooks put it on threads; the starter turns the hooks on \
			with Boot's property. An MDC key that your code sets stays on its thread: list the header it comes from in \
			`observability.context.headers`. The hooks apply to all of Reactor in the JVM. Each operator that writes to \
			the context, reads a queue or belongs to another library costs a little more; [cost](cost.md#hot-pieces) has \
			the cost of one chain, *Operator chain*.

			```properties
			# turns the hooks off, which is Boot's default; your value wins
			spring.reactor.context-propagation=limited
			```

			Without the hooks, the trace still goes to other services, and each response and access line has the request \
			id. Other log lines have no context, and baggage and request id are not sent.

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
