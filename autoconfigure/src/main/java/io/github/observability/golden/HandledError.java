package io.github.observability.golden;

import java.util.Map;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.handler.ExceptionHandlingWebHandler;

/**
 * The exception of one request that an {@code @ExceptionHandler} answers.
 *
 * <p>
 * WebFlux shows an observation only exceptions that no {@code @ExceptionHandler} answers,
 * through the attribute {@link ExceptionHandlingWebHandler#HANDLED_WEB_EXCEPTION}, and
 * those whatever the status. So the attribute is corrected once the status is known and
 * before it is read. For an exception thrown by a controller method there is no hook but
 * Reactor's for errors of operators, which this is for the request alone; what a
 * controller's {@code Mono} or {@code Flux} fails with comes from
 * {@link HandledErrorResultHandler}.
 */
final class HandledError implements BiFunction<Throwable, @Nullable Object, Throwable> {

	/** Reactor's key for an {@code onOperatorError} hook of one sequence. */
	static final String HOOK = "reactor.onOperatorError.local";

	static final String ATTRIBUTE = HandledError.class.getName();

	private final ServerWebExchange exchange;

	private final ExpectedExceptions expected;

	private volatile @Nullable Throwable thrown;

	private volatile @Nullable UnusualEnd unusualEnd;

	HandledError(ServerWebExchange exchange, ExpectedExceptions expected) {
		this.exchange = exchange;
		this.expected = expected;
		exchange.getAttributes().put(ATTRIBUTE, this);
	}

	static @Nullable HandledError of(ServerWebExchange exchange) {
		return (HandledError) exchange.getAttributes().get(ATTRIBUTE);
	}

	/**
	 * Called when an operator fails, and also when a flat-mapping one gets an error
	 * instead of a publisher. Spring invokes a controller method in the latter way from
	 * its arguments, an {@code Object[]}; all else is the application's own.
	 */
	@Override
	public Throwable apply(Throwable failure, @Nullable Object signal) {
		if (signal != null && signal.getClass() == Object[].class && this.thrown == null) {
			this.thrown = Exceptions.unwrap(failure);
		}
		// The hook of one sequence hides the one for all: hand on to that.
		return Operators.onOperatorError(null, failure, signal, Context.empty());
	}

	void thrown(Throwable failure) {
		this.thrown = failure;
	}

	/**
	 * Tells the observation of the exception behind a server error. An exception answered
	 * with another status is an outcome like any other.
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
		if (this.expected.contain(failure)) {
			attributes.remove(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION);
			this.unusualEnd = UnusualEnd.expected(failure);
		}
		else {
			attributes.put(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION, failure);
		}
	}

	@Nullable UnusualEnd unusualEnd() {
		return this.unusualEnd;
	}

}
