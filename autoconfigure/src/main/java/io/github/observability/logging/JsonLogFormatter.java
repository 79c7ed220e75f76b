package io.github.observability.logging;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.spi.ILoggingEvent;
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

	JsonLogFormatter(Environment environment, @Nullable StackTracePrinter stackTracePrinter,
			StructuredLoggingJsonMembersCustomizer.Builder<ILoggingEvent> customizer) {
		LoggingProperties properties = LoggingProperties.get(environment);
		LogFormat format = (properties.format() == LogFormat.LOGSTASH) ? LogFormat.LOGSTASH : LogFormat.ECS;
		JsonSettings settings = JsonSettings.get(environment);
		LineCounts counts = LineCounts.PROCESS;
		Masking masking = Masking.create(properties, environment, counts);
		JsonLineWriter lines;
		if (isCustomized(settings, environment)) {
			lines = new CustomizedLineWriter(LineReader.create(format, settings.contextOnly(), properties,
					stackTracePrinter, masking, counts, environment),
					customizer.nested(format == LogFormat.ECS).build());
		}
		else {
			lines = new JacksonLineWriter(
					LineReader.create(format, settings, properties, stackTracePrinter, masking, counts, environment));
		}
		this.writer = new LineLimit(lines, new FallbackLine(format, masking), properties.maxLineBytes(), counts);
		PackagingData.switchOff();
	}

	private static boolean isCustomized(JsonSettings settings, Environment environment) {
		return !settings.customizer().isEmpty() || !SpringFactoriesLoader.forDefaultResourceLocation()
			.load(StructuredLoggingJsonMembersCustomizer.class, ArgumentResolver.of(Environment.class, environment))
			.isEmpty();
	}

	@Override
	public String format(ILoggingEvent event) {
		return new String(this.writer.write(event), StandardCharsets.UTF_8);
	}

	@Override
	public byte[] formatAsBytes(ILoggingEvent event, Charset charset) {
		byte[] line = this.writer.write(event);
		return StandardCharsets.UTF_8.equals(charset) ? line
				: new String(line, StandardCharsets.UTF_8).getBytes(charset);
	}

}
