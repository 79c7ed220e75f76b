package io.github.observability.context.matrix;

/**
 * The part of the page of the context that is about Reactor.
 */
final class ReactivePage {

	private static final String INTRODUCTION = """

			## Reactive

			Operators have the context on whichever thread they run, and take it away again, with no code of yours. It is \
			kept in Reactor's context and put on threads by Reactor's own hooks, which the starter has Boot switch on. An \
			MDC key that your code puts on a thread stays there: name the header it comes from in \
			`observability.context.headers`. The hooks are for all of Reactor in the JVM, and each operator that writes to \
			the context, takes from a queue or from another library pays for them; what one chain pays is in \
			[cost](cost.md#hot-pieces), *Operator chain*.

			```properties
			# the hooks off, which is Boot's default; yours wins over that of the starter
			spring.reactor.context-propagation=limited
			```

			Without them the trace still goes to other services, and each request still has its request id in the \
			response and on the access line; log lines in between have nothing, and baggage and request id are not sent on.

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
