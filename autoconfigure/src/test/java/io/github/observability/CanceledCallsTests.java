package io.github.observability;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class CanceledCallsTests {

	private final CanceledCalls filter = new CanceledCalls(
			new MockEnvironment().withProperty(CanceledCalls.PROPERTY, "no"));

	static Stream<Arguments> exceptions() {
		return Stream.of(Arguments.of(null, false), Arguments.of(new IOException(), false),
				Arguments.of(new CancellationException(), true),
				Arguments.of(new CompletionException(new IOException(new CancellationException())), true),
				Arguments.of(caused(new TimeoutException(), new CancellationException()), false),
				Arguments.of(caused(new SocketTimeoutException(), new CancellationException()), false),
				Arguments.of(caused(new HttpTimeoutException("late"), new CancellationException()), false),
				Arguments.of(circular(), false));
	}

	private static Throwable caused(Throwable exception, Throwable cause) {
		return exception.initCause(cause);
	}

	private static Throwable circular() {
		IOException outer = new IOException();
		return outer.initCause(new IOException(outer));
	}

	@ParameterizedTest
	@MethodSource("exceptions")
	void distinguishesCancellationsFromTimeoutsAndFailures(@Nullable Throwable exception, boolean canceled) {
		assertThat(CanceledCalls.isCancellation(exception)).isEqualTo(canceled);
	}

	@ParameterizedTest
	@ValueSource(strings = { "exception", "error.type" })
	void takesTheErrorFromACanceledCall(String key) {
		Observation.Context call = this.filter.map(call(Kind.CLIENT, key));
		assertThat(call.getError()).isNull();
		assertThat(call.getLowCardinalityKeyValues()).containsExactly(KeyValue.of(key, KeyValue.NONE_VALUE));
	}

	@Test
	void leavesAMessageSent() {
		Observation.Context message = this.filter.map(call(Kind.PRODUCER, "exception"));
		assertThat(message.getError()).isInstanceOf(CancellationException.class);
		assertThat(message.getLowCardinalityKeyValues()).containsExactly(KeyValue.of("exception", "Canceled"));
	}

	@Test
	void leavesWorkOfTheApplication() {
		Observation.Context work = new Observation.Context();
		work.setError(new CancellationException());
		assertThat(this.filter.map(work).getError()).isNotNull();
	}

	@Test
	void leavesACanceledCallByDefault() {
		Observation.Context call = new CanceledCalls(new MockEnvironment()).map(call(Kind.CLIENT, "exception"));
		assertThat(call.getError()).isInstanceOf(CancellationException.class);
	}

	private static Observation.Context call(Kind kind, String key) {
		SenderContext<Object> call = new SenderContext<>((carrier, name, value) -> {
		}, kind);
		call.setError(new CancellationException());
		call.addLowCardinalityKeyValue(KeyValue.of(key, "Canceled"));
		return call;
	}

}
