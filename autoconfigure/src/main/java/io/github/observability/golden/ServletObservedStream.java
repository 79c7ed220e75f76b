package io.github.observability.golden;

import java.io.IOException;
import java.nio.ByteBuffer;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import org.jspecify.annotations.Nullable;

/**
 * Notices when the first byte of a stream is written, and that the client disconnected.
 */
final class ServletObservedStream extends ServletOutputStream {

	private final ServletOutputStream output;

	private final ServletExchange exchange;

	ServletObservedStream(ServletOutputStream output, ServletExchange exchange) {
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
