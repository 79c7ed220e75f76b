package io.github.observability.logging;

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

	private static final int BUFFER_SIZE = 2 * 1024;

	private final LoggingEventCompositeJsonEncoder encoder = new LoggingEventCompositeJsonEncoder();

	EncoderLineWriter(LineReader reader) {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			this.encoder.setContext(context);
		}
		this.encoder.setLineSeparator("UNIX");
		this.encoder.setMinBufferSize(BUFFER_SIZE);
		this.encoder.setFindAndRegisterJacksonModules(false);
		this.encoder.getProviders().addProvider(new FieldsProvider(reader));
		this.encoder.start();
	}

	@Override
	public byte[] write(ILoggingEvent event) {
		return this.encoder.encode(event);
	}

	private static final class FieldsProvider extends AbstractJsonProvider<ILoggingEvent> {

		private final LineReader reader;

		FieldsProvider(LineReader reader) {
			this.reader = reader;
		}

		@Override
		public void writeTo(JsonGenerator generator, ILoggingEvent event) {
			try {
				this.reader.read(event, (fields) -> fields.writeTo(generator));
			}
			catch (StackOverflowError | LinkageError | AssertionError ex) {
				// The encoder throws away what may be spoilt after an exception only.
				throw new IllegalStateException(ex);
			}
		}

	}

}
