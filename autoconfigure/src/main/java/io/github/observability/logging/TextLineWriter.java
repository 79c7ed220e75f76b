package io.github.observability.logging;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.pattern.TargetLengthBasedClassNameAbbreviator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.observability.BootNames;
import io.github.observability.logging.masking.Masking;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;

import org.springframework.boot.ansi.AnsiColor;
import org.springframework.boot.ansi.AnsiElement;
import org.springframework.boot.ansi.AnsiOutput;
import org.springframework.boot.ansi.AnsiStyle;

/**
 * Writes an event as a line of text: aligned, with the first characters of the trace id,
 * and the context behind the message. Whatever could start a line or talk to the terminal
 * is escaped or indented, so an event never looks like two.
 */
final class TextLineWriter {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS")
		.withZone(ZoneId.systemDefault());

	private static final int LEVEL_WIDTH = 5;

	private static final int THREAD_WIDTH = 15;

	private static final int LOGGER_WIDTH = 36;

	private static final int SHORT_ID = 8;

	private static final int MAX_BYTES_PER_CHAR = 3;

	private static final String CUT = "...";

	/**
	 * Fields that a line of text shows elsewhere, or that are of no use in a terminal.
	 */
	private static final Set<StandardField> NOT_BEHIND = EnumSet.of(StandardField.TIMESTAMP, StandardField.LEVEL,
			StandardField.LOGGER, StandardField.PROCESS_ID, StandardField.THREAD, StandardField.SERVICE_NAME,
			StandardField.SERVICE_VERSION, StandardField.SERVICE_ENVIRONMENT, StandardField.SERVICE_NODE,
			StandardField.MESSAGE, StandardField.TEMPLATE, StandardField.TRACE_ID, StandardField.TRACE_SAMPLED,
			StandardField.SPAN_ID, StandardField.ERROR_TYPE, StandardField.ERROR_MESSAGE,
			StandardField.ERROR_STACK_HASH, StandardField.ERROR_STACK_TRACE, StandardField.SCHEMA_VERSION,
			StandardField.REQUEST_METHOD, StandardField.RESPONSE_STATUS, StandardField.ROUTE, StandardField.URL_PATH,
			StandardField.OUTCOME, StandardField.DURATION);

	/**
	 * Loggers of Spring Boot's reports about the start. They have many lines, for people,
	 * and nothing that came with a request.
	 */
	private static final Set<String> REPORTS = Set.of(BootNames.FAILURE_REPORT, BootNames.CONDITION_REPORT);

	private final LogLineReader reader;

	private final Masking masking;

	private final int limit;

	private final LineCounts counts;

	private final boolean colored;

	private final Set<Field> notBehind = new HashSet<>();

	private final TargetLengthBasedClassNameAbbreviator abbreviator = new TargetLengthBasedClassNameAbbreviator(
			LOGGER_WIDTH);

	TextLineWriter(LogLineReader reader, Masking masking, int limit, LineCounts counts, boolean colored) {
		this.reader = reader;
		this.masking = masking;
		this.limit = limit - CUT.length() - 1;
		this.counts = counts;
		this.colored = colored;
		NOT_BEHIND.forEach((field) -> this.notBehind.add(reader.registry().of(field)));
	}

	String write(ILoggingEvent event) {
		StringBuilder line = new StringBuilder(256);
		try {
			LogLine fields = this.reader.read(event);
			try {
				writeWithinLimit(event, fields, line);
			}
			finally {
				this.reader.release(fields);
			}
		}
		catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
			this.counts.replaced();
			line.setLength(0);
			line.append(event.getLevel()).append(" This line could not be written in full: ");
			escape(this.masking.clean(String.valueOf(event.getMessage()), SHORT_ID * SHORT_ID), line);
		}
		return line.append('\n').toString();
	}

	/** Fields that fit into a line may not do so once colors and escapes are added. */
	private void writeWithinLimit(ILoggingEvent event, LogLine fields, StringBuilder line) {
		write(event, fields, this.colored, line);
		if (this.colored && end(line) < line.length()) {
			line.setLength(0);
			write(event, fields, false, line);
		}
		int end = end(line);
		if (end < line.length()) {
			line.setLength(end);
			line.append(CUT);
			if (!fields.isTruncated()) {
				this.counts.truncated();
			}
		}
	}

	/** Where a line has to end to fit into its limit. */
	private int end(StringBuilder line) {
		if (line.length() <= this.limit / MAX_BYTES_PER_CHAR) {
			return line.length();
		}
		int bytes = 0;
		for (int i = 0; i < line.length(); i++) {
			char c = line.charAt(i);
			bytes += (c < 0x80) ? 1 : (c < 0x800 || Character.isSurrogate(c)) ? 2 : MAX_BYTES_PER_CHAR;
			if (bytes > this.limit) {
				return Character.isLowSurrogate(c) ? i - 1 : i;
			}
		}
		return line.length();
	}

	private void write(ILoggingEvent event, LogLine fields, boolean colored, StringBuilder line) {
		color(colored, AnsiStyle.FAINT, TIME.format(event.getInstant()), line);
		line.append(' ');
		color(colored, colorOf(event.getLevel()), padded(event.getLevel().toString(), LEVEL_WIDTH), line);
		line.append(' ');
		String traceId = text(fields, StandardField.TRACE_ID);
		color(colored, AnsiColor.MAGENTA, padded((traceId != null) ? shortened(traceId, SHORT_ID) : "-", SHORT_ID),
				line);
		line.append(' ');
		String thread = text(fields, StandardField.THREAD);
		color(colored, AnsiStyle.FAINT, padded((thread != null) ? lastOf(thread, THREAD_WIDTH) : "", THREAD_WIDTH),
				line);
		line.append(' ');
		String logger = text(fields, StandardField.LOGGER);
		color(colored, AnsiColor.CYAN,
				padded((logger != null) ? this.abbreviator.abbreviate(logger) : "", LOGGER_WIDTH), line);
		line.append(" : ");
		String message = text(fields, StandardField.MESSAGE);
		if (message != null && REPORTS.contains(event.getLoggerName())) {
			indent(message, line);
		}
		else {
			escape((message != null) ? message : "", line);
		}
		appendContext(fields, colored, line);
		appendThrowable(fields, line);
	}

	private void appendContext(LogLine fields, boolean colored, StringBuilder line) {
		for (int i = 0; i < fields.size(); i++) {
			Field field = fields.field(i);
			if (field != null && !this.notBehind.contains(field)) {
				StringBuilder entry = new StringBuilder(" ");
				escape(field.toString(), entry);
				escape(String.valueOf(plain(fields.value(i))), entry.append('='));
				color(colored, AnsiStyle.FAINT, entry.toString(), line);
			}
		}
	}

	/** Its lines are ours but for the messages, which are escaped as they are printed. */
	private void appendThrowable(LogLine fields, StringBuilder line) {
		String stackTrace = text(fields, StandardField.ERROR_STACK_TRACE);
		if (stackTrace != null) {
			indent(stackTrace, line);
		}
	}

	private static void indent(String text, StringBuilder line) {
		text.strip().lines().forEach((each) -> {
			line.append("\n    ");
			escape(each, line);
		});
	}

	private @Nullable String text(LogLine fields, StandardField field) {
		Object value = plain(fields.value(this.reader.registry().of(field)));
		return (value != null) ? value.toString() : null;
	}

	private static @Nullable Object plain(@Nullable Object value) {
		return (value instanceof SerializableString constant) ? constant.getValue() : value;
	}

	private static void color(boolean colored, AnsiElement element, String text, StringBuilder line) {
		if (colored) {
			line.append(AnsiOutput.toString(element, text));
		}
		else {
			line.append(text);
		}
	}

	private static AnsiElement colorOf(Level level) {
		return switch (level.toInt()) {
			case Level.ERROR_INT -> AnsiColor.RED;
			case Level.WARN_INT -> AnsiColor.YELLOW;
			default -> AnsiColor.GREEN;
		};
	}

	private static String padded(String text, int width) {
		StringBuilder padded = new StringBuilder(width);
		escape(text, padded);
		while (padded.length() < width) {
			padded.append(' ');
		}
		return padded.toString();
	}

	private static String shortened(String text, int width) {
		return (text.length() > width) ? text.substring(0, width) : text;
	}

	private static String lastOf(String text, int width) {
		return (text.length() > width) ? text.substring(text.length() - width) : text;
	}

	private static void escape(String text, StringBuilder line) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c >= ' ' && c < 0x7F) {
				line.append(c);
			}
			else if (c == '\n') {
				line.append("\\n");
			}
			else if (c == '\r') {
				line.append("\\r");
			}
			else if (c == '\t') {
				line.append('\t');
			}
			else if (isHarmless(c)) {
				line.append(c);
			}
			else {
				line.append("\\u");
				for (int shift = 12; shift >= 0; shift -= 4) {
					line.append(Character.forDigit(c >> shift & 0xF, 16));
				}
			}
		}
	}

	/** Neither a control character nor one that ends or turns around a line. */
	private static boolean isHarmless(char c) {
		return c > 0x9F && c != '\u2028' && c != '\u2029' && !(c >= '\u202A' && c <= '\u202E')
				&& !(c >= '\u2066' && c <= '\u2069');
	}

}
