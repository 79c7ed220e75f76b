package io.github.observability.golden;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MalformedRequestTests {

	@Test
	void isWhatTomcatAnswersAsABadRequest() {
		assertThat(MalformedRequest.isBehind(new InvalidParameterException("%zz"))).isTrue();
	}

	@Test
	void isNotWhatTomcatAnswersAsAServerError() {
		assertThat(MalformedRequest.isBehind(new ServletException(new InvalidParameterException("%zz")))).isFalse();
		assertThat(MalformedRequest.isBehind(new IllegalStateException("own"))).isFalse();
	}

	@Test
	void isNotAClientThatHasGoneWhileItSentParameters() {
		assertThat(
				MalformedRequest.isBehind(new InvalidParameterException(new ClientAbortException(new IOException()))))
			.isFalse();
	}

	@Test
	void endsInARingOfCauses() {
		Exception failure = new Exception();
		failure.initCause(new Exception(failure));
		assertThat(MalformedRequest.isBehind(failure)).isFalse();
	}

}
