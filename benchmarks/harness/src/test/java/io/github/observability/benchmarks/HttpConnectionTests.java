package io.github.observability.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HttpConnectionTests {

	@Test
	void readsAnAnswerOfKnownLength() throws IOException {
		InputStream in = stream("HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nokHTTP");
		assertThat(HttpConnection.readAnswer(in)).isTrue();
		assertThat(in.readAllBytes()).asString().isEqualTo("HTTP");
	}

	@Test
	void readsAnAnswerInChunks() throws IOException {
		InputStream in = stream("HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\nHTTP");
		assertThat(HttpConnection.readAnswer(in)).isTrue();
		assertThat(in.readAllBytes()).asString().isEqualTo("HTTP");
	}

	@Test
	void noticesThatTheServerCloses() throws IOException {
		assertThat(HttpConnection.readAnswer(stream("HTTP/1.1 500 \r\nConnection: close\r\n\r\n"))).isFalse();
	}

	@Test
	void failsIfTheAnswerEndsEarly() {
		assertThatExceptionOfType(EOFException.class)
			.isThrownBy(() -> HttpConnection.readAnswer(stream("HTTP/1.1 200 \r\nContent-Length: 2")));
	}

	private static InputStream stream(String text) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
	}

}
