package io.github.observability.golden;

import java.io.IOException;
import java.util.concurrent.CompletionException;

import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

import static org.assertj.core.api.Assertions.assertThat;

class ClientAbortTests {

	@Test
	void isWhatAContainerThrows() {
		assertThat(ClientAbort.isBehind(new ClientAbortException())).isTrue();
		assertThat(ClientAbort.isBehind(new AsyncRequestNotUsableException("gone"))).isTrue();
		assertThat(ClientAbort.isBehind(new CompletionException(new ClientAbortException()))).isTrue();
		assertThat(ClientAbort.isBehind(new OwnAbort("gone"))).isTrue();
	}

	@Test
	void isNotAConnectionToAnotherService() {
		assertThat(ClientAbort.isBehind(new IOException("Broken pipe"))).isFalse();
		assertThat(ClientAbort.isBehind(new ResourceAccessException("x", new ClientAbortException()))).isFalse();
		assertThat(ClientAbort
			.isBehind(new DataAccessResourceFailureException("x", new IOException("Connection reset by peer"))))
			.isFalse();
	}

	@Test
	void endsInARingOfCauses() {
		IllegalStateException one = new IllegalStateException();
		one.initCause(new IllegalStateException(one));
		assertThat(ClientAbort.isBehind(one)).isFalse();
	}

	private static final class OwnAbort extends AsyncRequestNotUsableException {

		OwnAbort(String message) {
			super(message);
		}

	}

}
