package io.github.observability.logging;

import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

import org.springframework.boot.logging.structured.ElasticCommonSchemaProperties;
import org.springframework.core.env.Environment;

/**
 * Reads the fields of a line from a logging event.
 */
final class LogEventFields {

	private static final String ECS_VERSION = "8.11";

	private static final String LOGSTASH_VERSION = "1";

	/**
	 * On each line that Spring and others write through commons-logging; it says nothing.
	 */
	private static final String COMMONS_LOGGING = "COMMONS-LOGGING";

	private final LogFormat format;

	private final JsonSettings settings;

	private final FieldPaths paths;

	private final StackTraces stackTraces;

	private final ElasticCommonSchemaProperties.Service service;

	private final @Nullable Long processId;

	LogEventFields(LogFormat format, JsonSettings settings, StackTraces stackTraces, Environment environment) {
		this.format = format;
		this.settings = settings;
		this.paths = new FieldPaths(format, settings);
		this.stackTraces = stackTraces;
		this.service = ElasticCommonSchemaProperties.get(environment).service();
		this.processId = environment.getProperty("spring.application.pid", Long.class);
	}

	void read(ILoggingEvent event, LogFields fields) {
		add(fields, LogField.TIMESTAMP,
				DateTimeFormatter.ISO_INSTANT.format(event.getInstant().truncatedTo(ChronoUnit.MICROS)));
		add(fields, LogField.LEVEL, event.getLevel().toString());
		add(fields, LogField.LOGGER, event.getLoggerName());
		add(fields, LogField.PROCESS_ID, this.processId);
		add(fields, LogField.THREAD, event.getThreadName());
		add(fields, LogField.SERVICE_NAME, this.service.name());
		add(fields, LogField.SERVICE_VERSION, this.service.version());
		add(fields, LogField.SERVICE_ENVIRONMENT, this.service.environment());
		add(fields, LogField.SERVICE_NODE, this.service.nodeName());
		add(fields, LogField.MESSAGE, event.getFormattedMessage());
		add(fields, LogField.SCHEMA_VERSION, (this.format == LogFormat.LOGSTASH) ? LOGSTASH_VERSION : ECS_VERSION);
		readThrowable(event.getThrowableProxy(), event, fields);
		add(fields, LogField.TAGS, markers(event.getMarkerList()));
		this.settings.add().forEach((name, value) -> fields.add(this.paths.ofAdded(name), value));
		if (this.settings.context().include()) {
			readContext(event, fields);
		}
	}

	private void add(LogFields fields, LogField field, @Nullable Object value) {
		fields.add(this.paths.of(field), value);
	}

	private void readThrowable(@Nullable IThrowableProxy throwable, ILoggingEvent event, LogFields fields) {
		if (throwable == null) {
			return;
		}
		add(fields, LogField.ERROR_TYPE, throwable.getClassName());
		add(fields, LogField.ERROR_MESSAGE, throwable.getMessage());
		add(fields, LogField.ERROR_STACK_TRACE, this.stackTraces.print(event, throwable));
	}

	private static @Nullable List<String> markers(@Nullable List<Marker> markers) {
		if (markers == null || markers.isEmpty()) {
			return null;
		}
		List<String> names = new ArrayList<>();
		markers.forEach((marker) -> addMarker(marker, names));
		return names.isEmpty() ? null : names;
	}

	// SLF4J has no other way to the references of a marker.
	@SuppressWarnings("deprecation")
	private static void addMarker(Marker marker, List<String> names) {
		if (!marker.getName().equals(COMMONS_LOGGING) && !names.contains(marker.getName())) {
			names.add(marker.getName());
			marker.iterator().forEachRemaining((reference) -> addMarker(reference, names));
		}
	}

	private void readContext(ILoggingEvent event, LogFields fields) {
		Map<String, String> mdc = event.getMDCPropertyMap();
		if (!mdc.isEmpty()) {
			mdc.forEach((key, value) -> fields.add(this.paths.ofContext(key), value));
		}
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		if (pairs != null) {
			for (KeyValuePair pair : pairs) {
				fields.add(this.paths.ofContext(String.valueOf(pair.key)), pair.value);
			}
		}
	}

}
