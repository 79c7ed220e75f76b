package io.github.observability.logging;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import ch.qos.logback.classic.spi.ILoggingEvent;
import tools.jackson.core.SerializableString;

/**
 * Writes lines into pooled buffers: a buffer takes more memory than many lines. Encoders
 * hold one per thread, so each virtual thread creates its own for the few lines that it
 * writes.
 */
final class PooledLineWriter implements JsonLineWriter {

	private final StripedObjectPool<Output> outputs = new StripedObjectPool<>(Output::new);

	private final LogLineReader reader;

	PooledLineWriter(LogLineReader reader) {
		this.reader = reader;
	}

	@Override
	public Line write(ILoggingEvent event) {
		LogLine line = this.reader.read(event);
		try {
			Output output = this.outputs.take();
			// An output that failed may be in any state and is not pooled again.
			JsonFields.write(line, output.buffer);
			return output;
		}
		finally {
			this.reader.release(line);
		}
	}

	private final class Output implements Line {

		private final LineBuffer buffer = new LineBuffer();

		@Override
		public byte[] bytes() {
			return this.buffer.bytes();
		}

		@Override
		public int length() {
			return this.buffer.size();
		}

		@Override
		public void release() {
			this.buffer.clear();
			PooledLineWriter.this.outputs.giveBack(this);
		}

	}

	/**
	 * Room for the bytes of a line, used again and again. It writes the texts and numbers
	 * of JSON as Jackson does: what stands between two values comes as bytes, so there is
	 * nothing left for a generator to keep track of.
	 */
	static final class LineBuffer extends ByteArrayOutputStream {

		private static final int USUAL_SIZE = 2 * 1024;

		private static final int MAX_KEPT = 32 * 1024;

		private static final int ASCII = 0x80;

		/** The most bytes of a character, and the quote at the end. */
		private static final int HEADROOM = 8;

		private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

		/** For each ASCII character 0, what follows its backslash, or -1 for a code. */
		private static final byte[] ESCAPES = new byte[ASCII];

		static {
			Arrays.fill(ESCAPES, 0, ' ', (byte) -1);
			String escaped = "\"\\\b\f\n\r\t";
			String letters = "\"\\bfnrt";
			for (int i = 0; i < escaped.length(); i++) {
				ESCAPES[escaped.charAt(i)] = (byte) letters.charAt(i);
			}
		}

		LineBuffer() {
			super(USUAL_SIZE);
		}

		byte[] bytes() {
			return this.buf;
		}

		int capacity() {
			return this.buf.length;
		}

		void append(byte[] bytes) {
			require(bytes.length);
			System.arraycopy(bytes, 0, this.buf, this.count, bytes.length);
			this.count += bytes.length;
		}

		void append(char ascii) {
			require(1);
			this.buf[this.count++] = (byte) ascii;
		}

		void text(SerializableString encoded) {
			byte[] bytes = encoded.asQuotedUTF8();
			require(bytes.length + 2);
			this.buf[this.count++] = '"';
			System.arraycopy(bytes, 0, this.buf, this.count, bytes.length);
			this.count += bytes.length;
			this.buf[this.count++] = '"';
		}

		void text(char[] ascii) {
			require(ascii.length + 2);
			this.buf[this.count++] = '"';
			for (char c : ascii) {
				this.buf[this.count++] = (byte) c;
			}
			this.buf[this.count++] = '"';
		}

		void text(String text) {
			int length = text.length();
			require(length + HEADROOM);
			this.buf[this.count++] = '"';
			int start = 0;
			while (start < length) {
				start = appendPlain(text, start);
				if (start < length) {
					start = appendOther(text, start);
					// What is left may be plain, and is then not measured again.
					require(length - start + HEADROOM);
				}
			}
			this.buf[this.count++] = '"';
		}

		/** Appends what is written as it is, up to the first other character. */
		private int appendPlain(String text, int start) {
			byte[] bytes = this.buf;
			int position = this.count;
			int length = text.length();
			int i = start;
			for (; i < length; i++) {
				char c = text.charAt(i);
				if (c >= ASCII || ESCAPES[c] != 0) {
					break;
				}
				bytes[position++] = (byte) c;
			}
			this.count = position;
			return i;
		}

		private int appendOther(String text, int index) {
			char c = text.charAt(index);
			if (c < ASCII) {
				appendEscaped(c);
				return index + 1;
			}
			if (!Character.isSurrogate(c)) {
				appendMultiByte(c);
				return index + 1;
			}
			if (index + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(index + 1))) {
				throw new IllegalArgumentException("half a surrogate pair");
			}
			appendMultiByte(text.codePointAt(index));
			return index + 2;
		}

		private void appendEscaped(char c) {
			byte escape = ESCAPES[c];
			this.buf[this.count++] = '\\';
			if (escape > 0) {
				this.buf[this.count++] = escape;
				return;
			}
			this.buf[this.count++] = 'u';
			this.buf[this.count++] = '0';
			this.buf[this.count++] = '0';
			this.buf[this.count++] = HEX[c >> 4];
			this.buf[this.count++] = HEX[c & 0xF];
		}

		private void appendMultiByte(int codePoint) {
			if (codePoint < 0x800) {
				this.buf[this.count++] = (byte) (0xC0 | codePoint >> 6);
			}
			else if (codePoint < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
				this.buf[this.count++] = (byte) (0xE0 | codePoint >> 12);
				this.buf[this.count++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
			}
			else {
				this.buf[this.count++] = (byte) (0xF0 | codePoint >> 18);
				this.buf[this.count++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
				this.buf[this.count++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
			}
			this.buf[this.count++] = (byte) (0x80 | codePoint & 0x3F);
		}

		void number(long value) {
			if (value == Long.MIN_VALUE) {
				ascii(Long.toString(value));
				return;
			}
			int digits = 1;
			long absolute = Math.abs(value);
			for (long rest = absolute / 10; rest != 0; rest /= 10) {
				digits++;
			}
			require(digits + 1);
			if (value < 0) {
				this.buf[this.count++] = '-';
			}
			long rest = absolute;
			for (int i = this.count + digits - 1; i >= this.count; i--) {
				this.buf[i] = (byte) ('0' + rest % 10);
				rest /= 10;
			}
			this.count += digits;
		}

		/** JSON has no such numbers as NaN, which Jackson writes as texts. */
		void number(double value) {
			if (Double.isFinite(value)) {
				ascii(Double.toString(value));
			}
			else {
				text(Double.toString(value));
			}
		}

		void number(float value) {
			if (Float.isFinite(value)) {
				ascii(Float.toString(value));
			}
			else {
				text(Float.toString(value));
			}
		}

		void ascii(String text) {
			require(text.length());
			for (int i = 0; i < text.length(); i++) {
				this.buf[this.count++] = (byte) text.charAt(i);
			}
		}

		private void require(int more) {
			if (this.buf.length - this.count < more) {
				this.buf = Arrays.copyOf(this.buf, Math.max(2 * this.buf.length, this.count + more));
			}
		}

		/**
		 * Forget the line, and release a buffer that grew beyond its usual size.
		 */
		void clear() {
			if (this.buf.length > MAX_KEPT) {
				this.buf = new byte[USUAL_SIZE];
			}
			reset();
		}

	}

}
