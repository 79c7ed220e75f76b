package io.github.observability.context.matrix;

import java.util.EnumSet;
import java.util.Set;

/**
 * A way from a request that WebFlux serves to a log line, or to the headers of a further
 * request.
 */
enum ReactiveWay {

	CONTROLLER("Method of a controller"),

	FUNCTIONAL_HANDLER("Handler of a `RouterFunction`"),

	WEB_FILTER("`WebFilter`"),

	EXCEPTION_HANDLER("`@ExceptionHandler`, after a failure behind `publishOn`"),

	FLAT_MAP("`flatMap`"),

	PUBLISH_ON("Behind `publishOn`"),

	SUBSCRIBE_ON("Source with `subscribeOn`"),

	FROM_CALLABLE("`Mono.fromCallable` on a bounded elastic scheduler"),

	DELAY("Behind `delayElement`"),

	TIMEOUT("Fallback of `timeout`"),

	RETRY("Source subscribed to again by `retryWhen`"),

	PARALLEL_RAILS("Rail of `parallel().runOn()`"),

	ZIP("Source of `zip` with `subscribeOn`"),

	FLUX("Element of a `Flux` that is streamed"),

	SCHEDULER("`fromCallable` behind `publishOn` of a scheduler"),

	EXECUTOR_SERVICE("`CompletableFuture` on an `ExecutorService` bean"),

	BLOCKING_TASK("Task for an `ExecutorService` bean, submitted on `boundedElastic`"),

	WEB_CLIENT("`WebClient` bean made by hand, behind `publishOn`"),

	WEB_CLIENT_OF_BOOT("`WebClient` of Boot's builder, behind `publishOn`"),

	WEB_CLIENT_ANSWER("Operator behind the answer of a `WebClient`");

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
