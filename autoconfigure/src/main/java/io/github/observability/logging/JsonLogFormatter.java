package io.github.observability.logging;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
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
		LogFormat configured = Binder.get(environment)
			.bindOrCreate("observability.logging", LoggingProperties.class)
			.format();
		LogFormat format = (configured == LogFormat.LOGSTASH) ? LogFormat.LOGSTASH : LogFormat.ECS;
		JsonSettings settings = JsonSettings.get(environment);
		StackTraces stackTraces = new StackTraces(stackTracePrinter);
		if (isCustomized(settings, environment)) {
			LogEventFields fields = new LogEventFields(format, settings.contextOnly(), stackTraces, environment);
			this.writer = new CustomizedLineWriter(fields, customizer.nested(format == LogFormat.ECS).build());
		}
		else {
			this.writer = new EncoderLineWriter(new LogEventFields(format, settings, stackTraces, environment));
		}
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
