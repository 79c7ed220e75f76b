package io.github.observability.context.matrix;

/**
 * The section about Reactor on the context page.
 */
final class ReactivePage {

	private static final String INTRODUCTION = """

			## Reactive

			Operators have the context on every thread they run on, and no context remains on the thread afterwards. \
			Your code does not change. The context is stored in Reactor's context, and Reactor's hooks restore it on \
			each thread. The starter enables the hooks through Boot's property. An MDC key that your code sets stays \
			on its thread; to propagate a value, list the header it comes from in `observability.context.headers`. The \
			hooks apply to all Reactor code in the JVM. Each operator that writes to the context, reads a queue or \
			belongs to another library becomes slightly slower; [cost](cost.md#hot-pieces) shows the cost of one \
			chain, *Operator chain*.

			```properties
			# turns the hooks off, which is Boot's default; your value wins
			spring.reactor.context-propagation=limited
			```

			Without the hooks, the trace still reaches other services, and every response and access line has the \
			request id. Other log lines have no context, and neither baggage nor the request id is sent.

			| Case | Plain Boot | Starter | Starter without hooks |
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
