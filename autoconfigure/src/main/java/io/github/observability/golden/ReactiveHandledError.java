package io.github.observability.golden;

import java.util.Map;
import java.util.function.BiFunction;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.handler.ExceptionHandlingWebHandler;

/**
 * Exception of one request that an {@code @ExceptionHandler} handles.
 *
 * <p>
 * WebFlux passes to the observation only exceptions that no {@code @ExceptionHandler}
 * handles, in the attribute {@link ExceptionHandlingWebHandler#HANDLED_WEB_EXCEPTION},
 * and those regardless of the status. So the attribute is corrected after the status is
 * known and before the attribute is read. The only hook for an exception that a
 * controller method throws is Reactor's for errors of operators, which this class is for
 * a single request. The error of a controller's {@code Mono} or {@code Flux} comes from
 * {@link ResultHandler}.
 */
final class ReactiveHandledError implements BiFunction<Throwable, @Nullable Object, Throwable> {

	/** Reactor's key for an {@code onOperatorError} hook of one sequence. */
	static final String HOOK = "reactor.onOperatorError.local";

	static final String ATTRIBUTE = ReactiveHandledError.class.getName();

	private final ServerWebExchange exchange;

	private final GoldenSignalsProperties properties;

	private volatile @Nullable Throwable thrown;

	private volatile @Nullable OutcomeOverride outcomeOverride;

	ReactiveHandledError(ServerWebExchange exchange, GoldenSignalsProperties properties) {
		this.exchange = exchange;
		this.properties = properties;
		exchange.getAttributes().put(ATTRIBUTE, this);
	}

	static @Nullable ReactiveHandledError of(ServerWebExchange exchange) {
		return (ReactiveHandledError) exchange.getAttributes().get(ATTRIBUTE);
	}

	/**
	 * Called when an operator fails, and when a flat-mapping operator gets an error
	 * instead of a publisher. Spring invokes a controller method in the latter way with
	 * its arguments, an {@code Object[]}; everything else is the application's own.
	 */
	@Override
	public Throwable apply(Throwable failure, @Nullable Object signal) {
		if (signal != null && signal.getClass() == Object[].class && this.thrown == null) {
			this.thrown = Exceptions.unwrap(failure);
		}
		// The hook of one sequence replaces the global hook, so call that one.
		return Operators.onOperatorError(null, failure, signal, Context.empty());
	}

	void thrown(Throwable failure) {
		this.thrown = failure;
	}

	/**
	 * Pass the exception behind a server error to the observation. An exception that led
	 * to another status is not an error.
	 */
	void settle() {
		Map<String, Object> attributes = this.exchange.getAttributes();
		HttpStatusCode status = this.exchange.getResponse().getStatusCode();
		if (status == null || !status.is5xxServerError()) {
			attributes.remove(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION);
			return;
		}
		Throwable thrown = this.thrown;
		Throwable failure = (Throwable) ((thrown != null)
				? attributes.getOrDefault(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION, thrown)
				: attributes.get(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION));
		if (failure == null) {
			return;
		}
		if (this.properties.isExpected(failure)) {
			attributes.remove(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION);
			this.outcomeOverride = OutcomeOverride.expected(failure);
		}
		else {
			attributes.put(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION, failure);
		}
	}

	/**
	 * Find the outcome override of a request.
	 */
	static @Nullable OutcomeOverride outcomeOverride(Observation.Context context) {
		if (!(context instanceof ServerRequestObservationContext served)) {
			return null;
		}
		if (served.isConnectionAborted()) {
			return OutcomeOverride.clientAbort();
		}
		return (served.getAttributes().get(ATTRIBUTE) instanceof ReactiveHandledError error) ? error.outcomeOverride
				: null;
	}

	/**
	 * Notes the error of a handler's {@code Mono} or {@code Flux}. It handles no result:
	 * Spring asks it about each result before the exception handler of the result is
	 * used, which is when that handler can still be decorated.
	 */
	static final class ResultHandler implements HandlerResultHandler, Ordered {

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public boolean supports(HandlerResult result) {
			DispatchExceptionHandler exceptionHandler = result.getExceptionHandler();
			if (exceptionHandler != null) {
				result.setExceptionHandler((exchange, failure) -> {
					ReactiveHandledError error = ReactiveHandledError.of(exchange);
					if (error != null) {
						error.thrown(failure);
					}
					return exceptionHandler.handleError(exchange, failure);
				});
			}
			return false;
		}

		@Override
		public Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result) {
			return Mono.error(new IllegalStateException("This handler supports no result"));
		}

	}

}
