package io.github.observability.logging;

import java.io.IOException;
import java.io.UncheckedIOException;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import net.logstash.logback.composite.AbstractJsonProvider;
import net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;

/**
 * Writes lines through logstash-logback-encoder, which reuses buffers and generators.
 */
final class EncoderLineWriter implements JsonLineWriter {

	private final LoggingEventCompositeJsonEncoder encoder = new LoggingEventCompositeJsonEncoder();

	// The encoder's own are of one size, and what a line has beyond it is allocated.
	private final Reused<LineBuffer> buffers = new Reused<>(LineBuffer::new);

	EncoderLineWriter(LineReader reader) {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			this.encoder.setContext(context);
		}
		this.encoder.setLineSeparator("UNIX");
		this.encoder.setFindAndRegisterJacksonModules(false);
		this.encoder.getProviders().addProvider(new FieldsProvider(reader));
		this.encoder.start();
	}

	@Override
	public byte[] write(ILoggingEvent event) {
		LineBuffer buffer = this.buffers.take();
		try {
			this.encoder.encode(event, buffer);
			return buffer.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			buffer.clear();
			this.buffers.giveBack(buffer);
		}
	}

	private static final class FieldsProvider extends AbstractJsonProvider<ILoggingEvent> {

		private final LineReader reader;

		FieldsProvider(LineReader reader) {
			this.reader = reader;
		}

		@Override
		public void writeTo(JsonGenerator generator, ILoggingEvent event) {
			try {
				this.reader.read(event, (fields) -> JsonFields.write(fields, generator));
			}
			catch (StackOverflowError | LinkageError | AssertionError ex) {
				// The encoder throws away what may be spoilt after an exception only.
				throw new IllegalStateException(ex);
			}
		}

	}

}
