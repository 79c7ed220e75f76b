package io.github.observability.golden;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Notices that a response is a stream, by its content type, when its first byte is
 * written, and that the client disconnected.
 */
final class ServletObservedResponse extends HttpServletResponseWrapper {

	private final ServletExchange exchange;

	ServletObservedResponse(HttpServletResponse response, ServletExchange exchange) {
		super(response);
		this.exchange = exchange;
	}

	@Override
	public void setContentType(String type) {
		super.setContentType(type);
		this.exchange.noteContentType(type);
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
			this.exchange.noteContentType(value);
		}
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		return new ObservedStream(super.getOutputStream(), this.exchange);
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

	/**
	 * Notices when the first byte of a stream is written, and that the client
	 * disconnected.
	 */
	private static final class ObservedStream extends ServletOutputStream {

		private final ServletOutputStream output;

		private final ServletExchange exchange;

		ObservedStream(ServletOutputStream output, ServletExchange exchange) {
			this.output = output;
			this.exchange = exchange;
		}

		@Override
		public void write(int value) throws IOException {
			this.exchange.state().writes(1);
			try {
				this.output.write(value);
			}
			catch (IOException ex) {
				throw this.exchange.cannotWrite(ex);
			}
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			this.exchange.state().writes(length);
			try {
				this.output.write(bytes, offset, length);
			}
			catch (IOException ex) {
				throw this.exchange.cannotWrite(ex);
			}
		}

		@Override
		public void write(ByteBuffer bytes) throws IOException {
			this.exchange.state().writes(bytes.remaining());
			try {
				this.output.write(bytes);
			}
			catch (IOException ex) {
				throw this.exchange.cannotWrite(ex);
			}
		}

		// All other print methods call this one.
		@Override
		public void print(@Nullable String text) throws IOException {
			this.exchange.state().writes(String.valueOf(text).length());
			try {
				this.output.print(text);
			}
			catch (IOException ex) {
				throw this.exchange.cannotWrite(ex);
			}
		}

		@Override
		public void flush() throws IOException {
			try {
				this.output.flush();
			}
			catch (IOException ex) {
				throw this.exchange.cannotWrite(ex);
			}
		}

		@Override
		public void close() throws IOException {
			try {
				this.output.close();
			}
			catch (IOException ex) {
				throw this.exchange.cannotWrite(ex);
			}
		}

		@Override
		public boolean isReady() {
			return this.output.isReady();
		}

		@Override
		public void setWriteListener(WriteListener listener) {
			this.output.setWriteListener(listener);
		}

	}

}
