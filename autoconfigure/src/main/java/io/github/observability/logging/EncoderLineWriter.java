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

	private final LoggingEventCompositeJsonEncoder encoder = new LoggingEventCompositeJsonEncoder();

	EncoderLineWriter(LogEventFields fields) {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			this.encoder.setContext(context);
		}
		this.encoder.setLineSeparator("UNIX");
		this.encoder.setFindAndRegisterJacksonModules(false);
		this.encoder.getProviders().addProvider(new FieldsProvider(fields));
		this.encoder.start();
	}

	@Override
	public byte[] write(ILoggingEvent event) {
		try {
			return this.encoder.encode(event);
		}
		catch (RuntimeException ex) {
			return FallbackLine.of(event, ex);
		}
	}

	private static final class FieldsProvider extends AbstractJsonProvider<ILoggingEvent> {

		private final LogEventFields eventFields;

		// A line that logs while it is written, as a toString() may, gets fields of its
		// own.
		private final ThreadLocal<LogFields> reusable = ThreadLocal.withInitial(LogFields::new);

		FieldsProvider(LogEventFields eventFields) {
			this.eventFields = eventFields;
		}

		@Override
		public void writeTo(JsonGenerator generator, ILoggingEvent event) {
			LogFields held = this.reusable.get();
			LogFields fields = held.isEmpty() ? held : new LogFields();
			try {
				this.eventFields.read(event, fields);
				fields.writeTo(generator);
			}
			finally {
				fields.clear();
			}
		}

	}

}
