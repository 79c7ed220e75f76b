package io.github.observability.logging;

import java.io.ByteArrayOutputStream;

import ch.qos.logback.classic.spi.ILoggingEvent;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes lines with pooled generators: a generator and its buffers take more memory than
 * many lines. Encoders hold one per thread, so each virtual thread creates its own for
 * the few lines that it writes.
 */
final class JacksonLineWriter implements JsonLineWriter {

	private static final TokenStreamFactory FACTORY = JsonFactory.builder()
		.rootValueSeparator((SerializableString) null)
		.disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
		.build();

	private final StripedObjectPool<Output> outputs = new StripedObjectPool<>(Output::new);

	private final LogLineReader reader;

	JacksonLineWriter(LogLineReader reader) {
		this.reader = reader;
	}

	@Override
	public Line write(ILoggingEvent event) {
		LogLine line = this.reader.read(event);
		try {
			Output output = this.outputs.take();
			// An output that failed may be in any state and is not pooled again.
			output.write(line);
			return output;
		}
		finally {
			this.reader.release(line);
		}
	}

	private final class Output implements Line {

		private final LineBuffer buffer = new LineBuffer();

		private final JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), this.buffer);

		void write(LogLine line) {
			this.generator.writeStartObject();
			JsonFields.write(line, this.generator);
			this.generator.writeEndObject();
			this.generator.writeRaw('\n');
			this.generator.flush();
		}

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
			JacksonLineWriter.this.outputs.giveBack(this);
		}

	}

	/**
	 * Room for the bytes of a line, used again and again.
	 */
	static final class LineBuffer extends ByteArrayOutputStream {

		private static final int USUAL_SIZE = 2 * 1024;

		private static final int MAX_KEPT = 32 * 1024;

		LineBuffer() {
			super(USUAL_SIZE);
		}

		byte[] bytes() {
			return this.buf;
		}

		int capacity() {
			return this.buf.length;
		}

		/**
		 * Forget the line, and the room for it where it was an exception.
		 */
		void clear() {
			if (this.buf.length > MAX_KEPT) {
				this.buf = new byte[USUAL_SIZE];
			}
			reset();
		}

	}

}
