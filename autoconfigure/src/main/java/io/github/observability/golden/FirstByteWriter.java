package io.github.observability.golden;

import java.io.PrintWriter;

/**
 * Notes when the first character of a stream is written.
 */
final class FirstByteWriter extends PrintWriter {

	private final RequestInFlight request;

	FirstByteWriter(PrintWriter writer, RequestInFlight request) {
		super(writer);
		this.request = request;
	}

	@Override
	public void write(int value) {
		this.request.writesFirstByte();
		super.write(value);
	}

	@Override
	public void write(char[] characters, int offset, int length) {
		note(length);
		super.write(characters, offset, length);
	}

	@Override
	public void write(String text, int offset, int length) {
		note(length);
		super.write(text, offset, length);
	}

	private void note(int length) {
		if (length > 0) {
			this.request.writesFirstByte();
		}
	}

}
