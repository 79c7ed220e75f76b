package io.github.observability.logging.delivery;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.github.observability.FrameworkField;
import io.github.observability.logging.JsonLogFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Passes events from an encoder to a writer. Lines of the starter's formatter are written
 * from where they were encoded, because an encoder can only return a copy of each.
 */
final class LineEncoding {

	private volatile @Nullable Known known;

	void write(ILoggingEvent event, Encoder<ILoggingEvent> encoder, LineWriter writer) {
		JsonLogFormatter formatter = formatter(encoder);
		byte[] line = (formatter != null)
				? formatter.format(event, (bytes, length) -> tryWrite(event, writer, bytes, length))
				: encoder.encode(event);
		if (line != null) {
			LineVolumes.PROCESS.add(event.getLoggerName(), line.length);
			writer.write(line, event.getLevel().levelInt);
		}
	}

	private static boolean tryWrite(ILoggingEvent event, LineWriter writer, byte[] bytes, int length) {
		boolean written = writer.tryWrite(bytes, length, event.getLevel().levelInt);
		if (written) {
			LineVolumes.PROCESS.add(event.getLoggerName(), length);
		}
		return written;
	}

	private @Nullable JsonLogFormatter formatter(Encoder<ILoggingEvent> encoder) {
		Known known = this.known;
		if (known == null || known.encoder() != encoder) {
			known = new Known(encoder, find(encoder));
			this.known = known;
		}
		return known.formatter();
	}

	private static @Nullable JsonLogFormatter find(Encoder<ILoggingEvent> encoder) {
		if (!encoder.isStarted() || !FrameworkField.STRUCTURED_LOG_FORMATTER.isIn(encoder)) {
			return null;
		}
		return (FrameworkField.STRUCTURED_LOG_FORMATTER.read(encoder) instanceof JsonLogFormatter formatter) ? formatter
				: null;
	}

	/**
	 * What is known of an encoder.
	 *
	 * @param encoder the encoder
	 * @param formatter its formatter, {@code null} if it is not the starter's
	 */
	private record Known(Encoder<ILoggingEvent> encoder, @Nullable JsonLogFormatter formatter) {
	}

}
