package io.github.observability.golden;

import java.io.IOException;
import java.io.PrintWriter;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.springframework.http.HttpHeaders;

/**
 * Notices that a response is a stream, by its content type, when its first byte is
 * written, and that the client disconnected.
 */
final class ServletObservedResponse extends HttpServletResponseWrapper {

	private final ServletExchange exchange;

	private final StreamContentTypes streamTypes;

	ServletObservedResponse(HttpServletResponse response, ServletExchange exchange, StreamContentTypes streamTypes) {
		super(response);
		this.exchange = exchange;
		this.streamTypes = streamTypes;
	}

	@Override
	public void setContentType(String type) {
		super.setContentType(type);
		note(type);
	}

	@Override
	public void setHeader(String name, String value) {
		super.setHeader(name, value);
		noteHeader(name, value);
	}

	@Override
	public void addHeader(String name, String value) {
		super.addHeader(name, value);
		noteHeader(name, value);
	}

	private void noteHeader(String name, String value) {
		if (HttpHeaders.CONTENT_TYPE.equalsIgnoreCase(name)) {
			note(value);
		}
	}

	private void note(String contentType) {
		if (this.streamTypes.contain(contentType)) {
			this.exchange.state().becomeStream();
		}
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		return new ServletObservedStream(super.getOutputStream(), this.exchange);
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		PrintWriter writer = super.getWriter();
		RequestState request = this.exchange.state();
		return request.isStream() ? new FirstByteWriter(writer, request) : writer;
	}

	@Override
	public void flushBuffer() throws IOException {
		try {
			super.flushBuffer();
		}
		catch (IOException ex) {
			throw this.exchange.cannotWrite(ex);
		}
	}

	/**
	 * Notices when the first character of a stream is written.
	 */
	private static final class FirstByteWriter extends PrintWriter {

		private final RequestState request;

		FirstByteWriter(PrintWriter writer, RequestState request) {
			super(writer);
			this.request = request;
		}

		@Override
		public void write(int value) {
			this.request.writes(1);
			super.write(value);
		}

		@Override
		public void write(char[] characters, int offset, int length) {
			this.request.writes(length);
			super.write(characters, offset, length);
		}

		@Override
		public void write(String text, int offset, int length) {
			this.request.writes(length);
			super.write(text, offset, length);
		}

	}

}
