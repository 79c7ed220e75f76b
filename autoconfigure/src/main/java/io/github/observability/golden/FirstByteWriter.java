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
