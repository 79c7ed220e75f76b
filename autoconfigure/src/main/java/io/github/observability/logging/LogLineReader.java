package io.github.observability.logging;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.github.observability.logging.masking.Masking;
import io.github.observability.logging.stacktrace.StackHash;
import io.github.observability.logging.stacktrace.StackTraces;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import tools.jackson.core.io.SerializedString;

import org.springframework.boot.logging.structured.ElasticCommonSchemaProperties;
import org.springframework.core.env.Environment;

/**
 * Reads a logging event into a log line: masks secrets, replaces malformed text, gives
 * each value the type of its field and fits the line into its limit.
 */
public final class LogLineReader {

	/** Bytes for braces, the end of the line and the flag of a cut. */
	private static final int RESERVE = 64;

	private static final String ECS_VERSION = "8.11";

	private static final String LOGSTASH_VERSION = "1";

	/** Marker of each line that is written through commons-logging. It says nothing. */
	private static final String COMMONS_LOGGING = "COMMONS-LOGGING";

	private static final int MAX_NAMES = 2_000;

	private static final int MAX_MARKERS = 50;

	private final FieldRegistry registry;

	private final boolean context;

	private final Masking masking;

	private final StackTraces stackTraces;

	private final LineCounts counts;

	private final EventAttributes attributes;

	private final @Nullable MessageTemplates templates;

	private final int limit;

	private final Map<StandardField, Object> constants;

	private final Map<Field, SerializedString> added;

	private final Map<String, SerializedString> names = new ConcurrentHashMap<>();

	// A line that logs while it is read, as a toString() may, gets an object of its own.
	private final StripedObjectPool<LogLine> pool = new StripedObjectPool<>(LogLine::new);

	LogLineReader(LogFormat format, JsonSettings settings, LoggingProperties properties, Masking masking,
			StackTraces stackTraces, LineCounts counts, Environment environment) {
		FieldRegistry registry = new FieldRegistry(format, settings, properties.fields(), masking);
		this.registry = registry;
		this.context = settings.context().include();
		this.masking = masking;
		this.stackTraces = stackTraces;
		this.counts = counts;
		this.attributes = new EventAttributes(registry, masking, counts);
		this.templates = (properties.template() && registry.of(StandardField.TEMPLATE) != null)
				? new MessageTemplates(masking) : null;
		this.limit = properties.maxLineBytes() - RESERVE;
		this.constants = constants(format, environment);
		this.added = new LinkedHashMap<>();
		registry.added().forEach((field, value) -> this.added.put(field, new SerializedString(masking.clean(value))));
	}

	/**
	 * Return the fields that are equal on each line.
	 * @param format the format
	 * @param environment the environment
	 * @return the encoded values
	 */
	public static Map<StandardField, Object> constants(LogFormat format, Environment environment) {
		Map<StandardField, Object> constants = new EnumMap<>(StandardField.class);
		ElasticCommonSchemaProperties.Service service = ElasticCommonSchemaProperties.get(environment).service();
		put(constants, StandardField.SERVICE_NAME, service.name());
		put(constants, StandardField.SERVICE_VERSION, service.version());
		put(constants, StandardField.SERVICE_NAMESPACE, environment.getProperty("spring.application.group"));
		put(constants, StandardField.SERVICE_ENVIRONMENT, service.environment());
		put(constants, StandardField.SERVICE_NODE, service.nodeName());
		put(constants, StandardField.SCHEMA_VERSION, (format == LogFormat.ECS) ? ECS_VERSION : LOGSTASH_VERSION);
		Long processId = environment.getProperty("spring.application.pid", Long.class);
		if (processId != null) {
			constants.put(StandardField.PROCESS_ID, processId);
		}
		return constants;
	}

	private static void put(Map<StandardField, Object> constants, StandardField field, @Nullable String value) {
		if (value != null) {
			constants.put(field, new SerializedString(value));
		}
	}

	FieldRegistry registry() {
		return this.registry;
	}

	/**
	 * Read an event. The line must be {@linkplain #release(LogLine) released} once it is
	 * written.
	 */
	LogLine read(ILoggingEvent event) {
		LogLine line = this.pool.take();
		try {
			this.registry.update();
			readInto(line, event);
			line.fit(this.limit, this.registry.of(StandardField.TRUNCATED));
			if (line.isTruncated()) {
				this.counts.truncated();
			}
			return line;
		}
		catch (Throwable ex) {
			release(line);
			throw ex;
		}
	}

	void release(LogLine line) {
		line.clear();
		this.pool.giveBack(line);
	}

	private void readInto(LogLine line, ILoggingEvent event) {
		add(line, StandardField.TIMESTAMP, line.timestamp().format(event.getInstant()));
		add(line, StandardField.LEVEL, constant(event.getLevel().toString()));
		add(line, StandardField.LOGGER, constant(event.getLoggerName()));
		add(line, StandardField.PROCESS_ID, this.constants.get(StandardField.PROCESS_ID));
		add(line, StandardField.THREAD, constant(event.getThreadName()));
		add(line, StandardField.SERVICE_NAME, this.constants.get(StandardField.SERVICE_NAME));
		add(line, StandardField.SERVICE_VERSION, this.constants.get(StandardField.SERVICE_VERSION));
		add(line, StandardField.SERVICE_ENVIRONMENT, this.constants.get(StandardField.SERVICE_ENVIRONMENT));
		add(line, StandardField.SERVICE_NODE, this.constants.get(StandardField.SERVICE_NODE));
		add(line, StandardField.MESSAGE, message(event, line));
		add(line, StandardField.SCHEMA_VERSION, this.constants.get(StandardField.SCHEMA_VERSION));
		readThrowable(event.getThrowableProxy(), line);
		List<Marker> markers = event.getMarkerList();
		add(line, StandardField.TAGS, (markers != null) ? tags(markers) : null);
		this.added.forEach(line::add);
		if (this.context) {
			this.attributes.read(event, line);
		}
		if (!line.secrets().isEmpty()) {
			line.replaceTexts((text) -> this.masking.withoutSecrets(text, line.secrets()));
		}
		if (this.templates != null) {
			add(line, StandardField.TEMPLATE, this.templates.of(event, line.secrets()));
		}
	}

	private void add(LogLine line, StandardField field, @Nullable Object value) {
		line.add(this.registry.of(field), value);
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

	private @Nullable String message(ILoggingEvent event, LogLine line) {
		String message;
		try {
			message = event.getFormattedMessage();
		}
		catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
			this.counts.replaced();
			message = event.getMessage();
		}
		return (message != null) ? this.attributes.clean(message, line) : null;
	}

	private void readThrowable(@Nullable IThrowableProxy throwable, LogLine line) {
		if (throwable == null) {
			return;
		}
		add(line, StandardField.ERROR_TYPE, throwable.getClassName());
		String message = throwable.getMessage();
		add(line, StandardField.ERROR_MESSAGE, (message != null) ? this.attributes.clean(message, line) : null);
		if (this.registry.of(StandardField.ERROR_STACK_HASH) != null) {
			add(line, StandardField.ERROR_STACK_HASH, StackHash.of(throwable));
		}
		if (this.registry.of(StandardField.ERROR_STACK_TRACE) != null) {
			add(line, StandardField.ERROR_STACK_TRACE, this.stackTraces.print(throwable, line.text()));
		}
	}

	private @Nullable List<String> tags(List<Marker> markers) {
		List<String> names = new ArrayList<>();
		markers.forEach((marker) -> addTag(marker, names));
		return names.isEmpty() ? null : names;
	}

	private void addTag(Marker first, List<String> names) {
		for (Marker marker : StructuredArgumentReader.withReferences(first)) {
			if (names.size() < MAX_MARKERS && !StructuredArgumentReader.isMarker(marker)) {
				String name = this.masking.clean(String.valueOf(marker.getName()));
				if (!name.equals(COMMONS_LOGGING) && !names.contains(name)) {
					names.add(name);
				}
			}
		}
	}

}
