package io.github.observability.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Hooks;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.handler.ExceptionHandlingWebHandler;

import static org.assertj.core.api.Assertions.assertThat;

class ReactiveHandledErrorTests {

	private static final Object[] ARGUMENTS = new Object[0];

	private final MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/rides"));

	private final ReactiveHandledError error = new ReactiveHandledError(this.exchange,
			TestMeters.properties("expected-exceptions=" + UncheckedIOException.class.getName()));

	private final IllegalStateException failure = new IllegalStateException();

	@AfterEach
	void resetHook() {
		Hooks.resetOnOperatorError("ReactiveHandledErrorTests");
	}

	@Test
	void tellsOfTheExceptionBehindAServerError() {
		this.error.apply(this.failure, ARGUMENTS);
		assertThat(settle(HttpStatus.BAD_GATEWAY)).isSameAs(this.failure);
	}

	@Test
	void keepsTheFirstOfTwo() {
		this.error.apply(this.failure, ARGUMENTS);
		this.error.apply(new IllegalArgumentException("in the exception handler"), ARGUMENTS);
		assertThat(settle(HttpStatus.INTERNAL_SERVER_ERROR)).isSameAs(this.failure);
	}

	@Test
	void ignoresWhatOperatorsOfTheApplicationFailWith() {
		this.error.apply(this.failure, "value");
		this.error.apply(this.failure, null);
		assertThat(settle(HttpStatus.INTERNAL_SERVER_ERROR)).isNull();
	}

	@Test
	void isSilentAboutClientErrors() {
		this.error.apply(this.failure, ARGUMENTS);
		this.exchange.getAttributes().put(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION, this.failure);
		assertThat(settle(HttpStatus.NOT_FOUND)).isNull();
	}

	@Test
	void takesAnExpectedExceptionForNoError() {
		UncheckedIOException expected = new UncheckedIOException(new IOException());
		this.error.apply(expected, ARGUMENTS);
		assertThat(settle(HttpStatus.INTERNAL_SERVER_ERROR)).isNull();
		assertThat(override()).isEqualTo(OutcomeOverride.expected(expected));
	}

	@Test
	void leavesTheExceptionThatWebFluxKnows() {
		IllegalArgumentException known = new IllegalArgumentException();
		this.error.apply(this.failure, ARGUMENTS);
		this.exchange.getAttributes().put(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION, known);
		assertThat(settle(HttpStatus.INTERNAL_SERVER_ERROR)).isSameAs(known);
	}

	@Test
	void handsOnToTheHookForAllSequences() {
		AtomicReference<Throwable> seen = new AtomicReference<>();
		Hooks.onOperatorError("ReactiveHandledErrorTests", (failure, signal) -> {
			seen.set(failure);
			return failure;
		});
		assertThat(this.error.apply(this.failure, ARGUMENTS)).isSameAs(this.failure);
		assertThat(seen).hasValue(this.failure);
	}

	private @Nullable Object settle(HttpStatus status) {
		this.exchange.getResponse().setStatusCode(status);
		this.error.settle();
		return this.exchange.getAttributes().get(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION);
	}

	private @Nullable OutcomeOverride override() {
		return ReactiveHandledError.outcomeOverride(new ServerRequestObservationContext(this.exchange.getRequest(),
				this.exchange.getResponse(), this.exchange.getAttributes()));
	}

}
