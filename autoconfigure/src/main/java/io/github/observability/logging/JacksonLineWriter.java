package io.github.observability.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes lines with generators that are used again: one with its buffers takes more room
 * than many lines. Encoders keep one for each thread, so that each virtual thread, which
 * often writes a line or two in its life, makes its own.
 */
final class JacksonLineWriter implements JsonLineWriter {

	private static final TokenStreamFactory FACTORY = JsonFactory.builder()
		.rootValueSeparator((SerializableString) null)
		.disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
		.build();

	private final Reused<Output> outputs = new Reused<>(Output::new);

	private final LineReader reader;

	JacksonLineWriter(LineReader reader) {
		this.reader = reader;
	}

	@Override
	public byte[] write(ILoggingEvent event) {
		Output output = this.outputs.take();
		this.reader.read(event, output::write);
		byte[] line = output.takeLine();
		// One that failed may be spoilt and is not used again.
		this.outputs.giveBack(output);
		return line;
	}

	private static final class Output {

		private final LineBuffer buffer = new LineBuffer();

		private final JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), this.buffer);

		void write(LogFields fields) {
			this.generator.writeStartObject();
			JsonFields.write(fields, this.generator);
			this.generator.writeEndObject();
			this.generator.writeRaw('\n');
			this.generator.flush();
		}

		byte[] takeLine() {
			byte[] line = this.buffer.toByteArray();
			this.buffer.clear();
			return line;
		}

	}

}
