package io.github.observability.logging;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.observability.logging.masking.Masking;
import io.github.observability.logging.stacktrace.PackagingData;
import io.github.observability.logging.stacktrace.StackTraces;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.StackTracePrinter;
import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/**
 * Boot's {@link StructuredLogFormatter} that writes JSON lines in the format of
 * {@code observability.logging.format}. The starter sets it as
 * {@code logging.structured.format.console} and {@code .file}. Boot's settings under
 * {@code logging.structured.json} and {@code logging.structured.ecs.service} apply.
 */
public final class JsonLogFormatter implements StructuredLogFormatter<ILoggingEvent> {

	private final JsonLineWriter writer;

	private final FallbackLine fallback;

	private final int limit;

	private final LineCounts counts;

	JsonLogFormatter(Environment environment, @Nullable StackTracePrinter stackTracePrinter,
			StructuredLoggingJsonMembersCustomizer.Builder<ILoggingEvent> customizer) {
		LoggingProperties properties = LoggingProperties.get(environment);
		LogFormat format = (properties.format() == LogFormat.LOGSTASH) ? LogFormat.LOGSTASH : LogFormat.ECS;
		JsonSettings settings = JsonSettings.get(environment);
		LineCounts counts = LineCounts.PROCESS;
		Masking masking = Masking.create(environment, properties.maxLineBytes());
		StackTraces stackTraces = new StackTraces(stackTracePrinter, masking, false);
		boolean customized = isCustomized(settings, environment);
		LogLineReader reader = new LogLineReader(format, customized ? settings.contextOnly() : settings, properties,
				masking, stackTraces, counts, environment);
		this.writer = customized ? new CustomizedLineWriter(reader, customizer.nested(format == LogFormat.ECS).build())
				: new PooledLineWriter(reader);
		this.fallback = new FallbackLine(format, masking);
		this.limit = properties.maxLineBytes();
		this.counts = counts;
		PackagingData.switchOff();
	}

	private static boolean isCustomized(JsonSettings settings, Environment environment) {
		return !settings.customizer().isEmpty() || SpringFactoriesLoader.forDefaultResourceLocation()
			.load(StructuredLoggingJsonMembersCustomizer.class, ArgumentResolver.of(Environment.class, environment))
			.stream()
			.anyMatch((customizer) -> !(customizer instanceof MaskingJsonMembersCustomizer));
	}

	@Override
	public String format(ILoggingEvent event) {
		return new String(formatAsBytes(event, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

	/** Returns UTF-8, as JSON always is (RFC 8259), whatever charset the output has. */
	@Override
	public byte[] formatAsBytes(ILoggingEvent event, Charset charset) {
		JsonLineWriter.Line line = write(event);
		try {
			return line.copy();
		}
		finally {
			line.release();
		}
	}

	/**
	 * Write an event to a target, if that takes it at once.
	 * @param event the event
	 * @param target where the line goes
	 * @return the line, {@code null} if the target has taken it
	 */
	public byte @Nullable [] format(ILoggingEvent event, Target target) {
		JsonLineWriter.Line line = write(event);
		try {
			return target.write(line.bytes(), line.length()) ? null : line.copy();
		}
		finally {
			line.release();
		}
	}

	/**
	 * Writes a line whatever happens: the fallback line if nothing else can be written.
	 */
	private JsonLineWriter.Line write(ILoggingEvent event) {
		Throwable failure;
		try {
			JsonLineWriter.Line line = this.writer.write(event);
			int length = line.length();
			if (length > 0 && length <= this.limit) {
				return line;
			}
			line.release();
			failure = new IllegalStateException("it has " + length + " bytes");
		}
		catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
			failure = ex;
		}
		this.counts.replaced();
		return JsonLineWriter.Line.of(this.fallback.of(event, failure));
	}

	/**
	 * Takes a line while it stands in room that is used again, so that it need not be
	 * copied.
	 */
	@FunctionalInterface
	public interface Target {

		/**
		 * Write a line if that is possible at once.
		 * @param bytes hold the line
		 * @param length how many bytes the line has, from the first one on
		 * @return whether it is written; otherwise the line is needed as a copy
		 */
		boolean write(byte[] bytes, int length);

	}

}
