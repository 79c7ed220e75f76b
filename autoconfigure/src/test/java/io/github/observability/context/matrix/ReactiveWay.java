package io.github.observability.context.matrix;

import java.util.EnumSet;
import java.util.Set;

/**
 * A way from a request that WebFlux serves to a log line, or to the headers of a further
 * request.
 */
enum ReactiveWay {

	CONTROLLER("Controller method"),

	FUNCTIONAL_HANDLER("`RouterFunction` handler"),

	WEB_FILTER("`WebFilter`"),

	EXCEPTION_HANDLER("`@ExceptionHandler`, after a failure downstream of `publishOn`"),

	FLAT_MAP("`flatMap`"),

	PUBLISH_ON("Downstream of `publishOn`"),

	SUBSCRIBE_ON("Source with `subscribeOn`"),

	FROM_CALLABLE("`Mono.fromCallable` on a bounded elastic scheduler"),

	DELAY("Downstream of `delayElement`"),

	TIMEOUT("Fallback of `timeout`"),

	RETRY("Source resubscribed by `retryWhen`"),

	PARALLEL_RAILS("Rail of `parallel().runOn()`"),

	ZIP("Source of `zip` with `subscribeOn`"),

	FLUX("Element of a streamed `Flux`"),

	SCHEDULER("`fromCallable` downstream of `publishOn` with a scheduler"),

	EXECUTOR_SERVICE("`CompletableFuture` on an `ExecutorService` bean"),

	BLOCKING_TASK("`ExecutorService` bean, task submitted from `boundedElastic`"),

	WEB_CLIENT("Manually created `WebClient` bean, downstream of `publishOn`"),

	WEB_CLIENT_OF_BOOT("`WebClient` from Boot's builder, downstream of `publishOn`"),

	WEB_CLIENT_ANSWER("Operator downstream of a `WebClient` response");

	private final String description;

	ReactiveWay(String description) {
		this.description = description;
	}

	String description() {
		return this.description;
	}

	String message() {
		return "Far end of " + this + ".";
	}

	boolean leavesTheService() {
		return this == WEB_CLIENT || this == WEB_CLIENT_OF_BOOT;
	}

	Set<Propagated> carriedByPlainBoot() {
		return (this == WEB_CLIENT_OF_BOOT) ? EnumSet.of(Propagated.TRACE) : EnumSet.noneOf(Propagated.class);
	}

	/**
	 * What is carried with Reactor's hooks off, which the user's property can say.
	 */
	Set<Propagated> carriedWithoutHooks() {
		return leavesTheService() ? EnumSet.of(Propagated.TRACE) : EnumSet.noneOf(Propagated.class);
	}

	Set<Propagated> carried() {
		return leavesTheService() ? EnumSet.of(Propagated.TRACE, Propagated.REQUEST, Propagated.BAGGAGE)
				: EnumSet.allOf(Propagated.class);
	}

}
