package io.github.observability.logging;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import net.logstash.logback.marker.LogstashMarker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import tools.jackson.core.io.SerializedString;

import org.springframework.boot.logging.structured.ElasticCommonSchemaProperties;
import org.springframework.core.env.Environment;

/**
 * Reads the fields of a line from a logging event and makes their values fit to be
 * written: without secrets, well-formed, of the type that the field has.
 */
final class LogEventFields {

	private static final String ECS_VERSION = "8.11";

	private static final String LOGSTASH_VERSION = "1";

	/**
	 * On each line that Spring and others write through commons-logging; it says nothing.
	 */
	private static final String COMMONS_LOGGING = "COMMONS-LOGGING";

	private static final int MAX_NAMES = 2_000;

	private static final int MAX_MARKERS = 50;

	private final FieldRegistry registry;

	private final boolean context;

	private final Masking masking;

	private final StackTraces stackTraces;

	private final LineCounts counts;

	private final LogEntries entries;

	private final Map<LogField, Object> constants;

	private final Map<Field, SerializedString> added;

	private final Map<String, SerializedString> names = new ConcurrentHashMap<>();

	LogEventFields(LogFormat format, FieldRegistry registry, JsonSettings settings, Masking masking,
			StackTraces stackTraces, LineCounts counts, Environment environment) {
		this.registry = registry;
		this.context = settings.context().include();
		this.masking = masking;
		this.stackTraces = stackTraces;
		this.counts = counts;
		this.entries = new LogEntries(registry, masking, counts);
		this.constants = constants(format, environment);
		this.added = new LinkedHashMap<>();
		registry.added().forEach((field, value) -> this.added.put(field, new SerializedString(masking.clean(value))));
	}

	private static Map<LogField, Object> constants(LogFormat format, Environment environment) {
		Map<LogField, Object> constants = new EnumMap<>(LogField.class);
		ElasticCommonSchemaProperties.Service service = ElasticCommonSchemaProperties.get(environment).service();
		put(constants, LogField.SERVICE_NAME, service.name());
		put(constants, LogField.SERVICE_VERSION, service.version());
		put(constants, LogField.SERVICE_ENVIRONMENT, service.environment());
		put(constants, LogField.SERVICE_NODE, service.nodeName());
		put(constants, LogField.SCHEMA_VERSION, (format == LogFormat.ECS) ? ECS_VERSION : LOGSTASH_VERSION);
		Long processId = environment.getProperty("spring.application.pid", Long.class);
		if (processId != null) {
			constants.put(LogField.PROCESS_ID, processId);
		}
		return constants;
	}

	private static void put(Map<LogField, Object> constants, LogField field, @Nullable String value) {
		if (value != null) {
			constants.put(field, new SerializedString(value));
		}
	}

	void read(ILoggingEvent event, LogFields fields) {
		add(fields, LogField.TIMESTAMP, fields.timestamp().format(event.getInstant()));
		add(fields, LogField.LEVEL, constant(event.getLevel().toString()));
		add(fields, LogField.LOGGER, constant(event.getLoggerName()));
		add(fields, LogField.PROCESS_ID, this.constants.get(LogField.PROCESS_ID));
		add(fields, LogField.THREAD, constant(event.getThreadName()));
		add(fields, LogField.SERVICE_NAME, this.constants.get(LogField.SERVICE_NAME));
		add(fields, LogField.SERVICE_VERSION, this.constants.get(LogField.SERVICE_VERSION));
		add(fields, LogField.SERVICE_ENVIRONMENT, this.constants.get(LogField.SERVICE_ENVIRONMENT));
		add(fields, LogField.SERVICE_NODE, this.constants.get(LogField.SERVICE_NODE));
		add(fields, LogField.MESSAGE, message(event, fields));
		add(fields, LogField.SCHEMA_VERSION, this.constants.get(LogField.SCHEMA_VERSION));
		readThrowable(event.getThrowableProxy(), fields);
		List<Marker> markers = event.getMarkerList();
		add(fields, LogField.TAGS, (markers != null) ? tags(markers) : null);
		this.added.forEach(fields::add);
		if (this.context) {
			this.entries.read(event, fields);
		}
		if (!fields.secrets().isEmpty()) {
			fields.replaceTexts((text) -> this.masking.withoutSecrets(text, fields.secrets()));
		}
	}

	private void add(LogFields fields, LogField field, @Nullable Object value) {
		fields.add(this.registry.of(field), value);
	}

	/** Names of loggers, levels and most threads are few. */
	private @Nullable SerializedString constant(@Nullable String name) {
		if (name == null) {
			return null;
		}
		SerializedString constant = this.names.get(name);
		if (constant == null) {
			constant = new SerializedString(this.masking.clean(name, MAX_NAMES));
			constant.asQuotedUTF8();
			if (this.names.size() < MAX_NAMES) {
				this.names.put(name, constant);
			}
		}
		return constant;
	}

	private @Nullable String message(ILoggingEvent event, LogFields fields) {
		String message;
		try {
			message = event.getFormattedMessage();
		}
		catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
			this.counts.replaced();
			message = event.getMessage();
		}
		return (message != null) ? this.entries.clean(message, fields) : null;
	}

	private void readThrowable(@Nullable IThrowableProxy throwable, LogFields fields) {
		if (throwable == null) {
			return;
		}
		add(fields, LogField.ERROR_TYPE, throwable.getClassName());
		String message = throwable.getMessage();
		add(fields, LogField.ERROR_MESSAGE, (message != null) ? this.entries.clean(message, fields) : null);
		if (this.registry.of(LogField.ERROR_STACK_HASH) != null) {
			add(fields, LogField.ERROR_STACK_HASH, StackHash.of(throwable));
		}
		if (this.registry.of(LogField.ERROR_STACK_TRACE) != null) {
			add(fields, LogField.ERROR_STACK_TRACE, this.stackTraces.print(throwable, fields.text()));
		}
	}

	private @Nullable List<String> tags(List<Marker> markers) {
		List<String> names = new ArrayList<>();
		markers.forEach((marker) -> addTag(marker, names));
		return names.isEmpty() ? null : names;
	}

	// SLF4J has no other way to the references of a marker.
	@SuppressWarnings("deprecation")
	private void addTag(Marker marker, List<String> names) {
		if (names.size() >= MAX_MARKERS) {
			return;
		}
		if (marker instanceof LogstashMarker) {
			marker.iterator().forEachRemaining((reference) -> addTag(reference, names));
			return;
		}
		String name = this.masking.clean(String.valueOf(marker.getName()));
		if (!name.equals(COMMONS_LOGGING) && !names.contains(name)) {
			names.add(name);
			marker.iterator().forEachRemaining((reference) -> addTag(reference, names));
		}
	}

}
