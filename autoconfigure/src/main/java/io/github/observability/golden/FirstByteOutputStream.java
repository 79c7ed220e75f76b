package io.github.observability.golden;

import java.io.IOException;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

/**
 * Notes when the first byte of a stream is written.
 */
final class FirstByteOutputStream extends ServletOutputStream {

	private final ServletOutputStream output;

	private final RequestInFlight request;

	FirstByteOutputStream(ServletOutputStream output, RequestInFlight request) {
		this.output = output;
		this.request = request;
	}

	@Override
	public void write(int value) throws IOException {
		this.request.writesFirstByte();
		this.output.write(value);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		if (length > 0) {
			this.request.writesFirstByte();
		}
		this.output.write(bytes, offset, length);
	}

	@Override
	public void flush() throws IOException {
		this.output.flush();
	}

	@Override
	public void close() throws IOException {
		this.output.close();
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
