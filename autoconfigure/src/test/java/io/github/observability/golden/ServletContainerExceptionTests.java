package io.github.observability.golden;

import java.io.IOException;
import java.util.concurrent.CompletionException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

import static org.assertj.core.api.Assertions.assertThat;

class ServletContainerExceptionTests {

	@Test
	void isAClientAbortIfAContainerThrowsIt() {
		assertThat(ServletContainerException.isClientAbort(new ClientAbortException())).isTrue();
		assertThat(ServletContainerException.isClientAbort(new AsyncRequestNotUsableException("gone"))).isTrue();
		assertThat(ServletContainerException.isClientAbort(new CompletionException(new ClientAbortException())))
			.isTrue();
		assertThat(ServletContainerException.isClientAbort(new OwnAbort("gone"))).isTrue();
	}

	@Test
	void isNotAClientAbortIfTheConnectionIsToAnotherService() {
		assertThat(ServletContainerException.isClientAbort(new IOException("Broken pipe"))).isFalse();
		assertThat(
				ServletContainerException.isClientAbort(new ResourceAccessException("x", new ClientAbortException())))
			.isFalse();
		assertThat(ServletContainerException
			.isClientAbort(new DataAccessResourceFailureException("x", new IOException("Connection reset by peer"))))
			.isFalse();
	}

	@Test
	void isAMalformedRequestIfTomcatRespondsWithABadRequest() {
		assertThat(ServletContainerException.isMalformedRequest(new InvalidParameterException("%zz"))).isTrue();
	}

	@Test
	void isNotAMalformedRequestIfTomcatRespondsWithAServerError() {
		assertThat(ServletContainerException
			.isMalformedRequest(new ServletException(new InvalidParameterException("%zz")))).isFalse();
		assertThat(ServletContainerException.isMalformedRequest(new IllegalStateException("own"))).isFalse();
	}

	@Test
	void isNotAMalformedRequestIfTheClientDisconnectedWhileItSentParameters() {
		assertThat(ServletContainerException
			.isMalformedRequest(new InvalidParameterException(new ClientAbortException(new IOException())))).isFalse();
	}

	@Test
	void endsInARingOfCauses() {
		IllegalStateException ring = new IllegalStateException();
		ring.initCause(new IllegalStateException(ring));
		assertThat(ServletContainerException.isClientAbort(ring)).isFalse();
		assertThat(ServletContainerException.isMalformedRequest(ring)).isFalse();
	}

	private static final class OwnAbort extends AsyncRequestNotUsableException {

		OwnAbort(String message) {
			super(message);
		}

	}

}
