package io.github.observability.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.observability.tracing.analysis.TraceSpan;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The telemetry that an application has, in the format of OpenTelemetry Weaver: that of
 * its libraries, from {@code META-INF/observability/registry.yaml} on the class path, and
 * its own, from {@code src/test/resources/observability/registry.yaml}, which an update
 * learns.
 */
final class TelemetryRegistry {

	private static final String OF_LIBRARIES = "META-INF/observability/registry.yaml";

	/** What Boot, Micrometer and the libraries that they instrument define. */
	private static final List<String> FRAMEWORK_METERS = List.of("application.", "cache.", "disk.", "executor.",
			"hikaricp.", "http.", "jdbc.", "jetty.", "jms.", "jvm.", "kafka.", "lettuce.", "log4j2.", "logback.",
			"process.", "rabbitmq.", "reactor.", "spring.", "system.", "tasks.", "tomcat.", "otel.", "otlp.");

	private static final List<String> FRAMEWORK_FIELDS = List.of("traceId", "spanId", "trace_id", "span_id",
			"trace_flags");

	private final RegistryFile libraries;

	private final Path file;

	private final RegistryFile own;

	TelemetryRegistry(RegistryFile libraries, Path file) {
		this.libraries = libraries;
		this.file = file;
		String text = TestFiles.read(file);
		this.own = (text != null) ? RegistryFile.parse(text) : new RegistryFile();
	}

	static TelemetryRegistry ofTest() {
		return new TelemetryRegistry(libraries(), TestFiles.resources().resolve("observability/registry.yaml"));
	}

	private static RegistryFile libraries() {
		RegistryFile libraries = new RegistryFile();
		try {
			for (URL url : Collections.list(TelemetryRegistry.class.getClassLoader().getResources(OF_LIBRARIES))) {
				try (InputStream content = url.openStream()) {
					libraries.addAll(RegistryFile.parse(new String(content.readAllBytes(), StandardCharsets.UTF_8)));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return libraries;
	}

	/**
	 * Check meters, or learn them.
	 * @return a sentence for each that is not as registered
	 */
	List<String> checkMeters(List<Meter> meters) {
		List<String> findings = new ArrayList<>();
		for (Meter meter : meters) {
			String finding = isOfFramework(meter.getId().getName()) ? null : check(meter);
			if (finding != null && !findings.contains(finding)) {
				findings.add(finding);
			}
		}
		save();
		return findings;
	}

	private static boolean isOfFramework(String name) {
		return FRAMEWORK_METERS.stream().anyMatch(name::startsWith);
	}

	private @Nullable String check(Meter meter) {
		String name = meter.getId().getName();
		Set<String> keys = new TreeSet<>();
		meter.getId().getTags().stream().map(Tag::getKey).forEach(keys::add);
		String instrument = RegistryFile.instrument(meter.getId().getType());
		RegistryFile.Metric known = this.libraries.metrics().getOrDefault(name, this.own.metrics().get(name));
		if (TestFiles.isUpdate()) {
			if (!this.libraries.metrics().containsKey(name)) {
				this.own.learnMetric(name, instrument, RegistryFile.unit(meter.getId()), meter.getId().getDescription(),
						keys);
			}
			return null;
		}
		if (known == null) {
			return "Meter '" + name + "' is not in the telemetry registry" + hint();
		}
		if (!known.instrument().equals(instrument)) {
			return "Meter '" + name + "' is a " + instrument + ", but the telemetry registry says " + known.instrument()
					+ hint();
		}
		for (String key : keys) {
			if (!known.attributes().containsKey(key)) {
				return "Tag '" + key + "' of meter '" + name + "' is not in the telemetry registry" + hint();
			}
		}
		for (Map.Entry<String, Boolean> attribute : known.attributes().entrySet()) {
			if (attribute.getValue() && !keys.contains(attribute.getKey())) {
				return "Meter '" + name + "' has no tag '" + attribute.getKey()
						+ "', which the telemetry registry requires" + hint();
			}
		}
		return null;
	}

	/**
	 * Check spans, or learn them.
	 * @return a sentence for each that is not as registered
	 */
	Map<TraceSpan, String> checkSpans(List<TraceSpan> spans) {
		Map<TraceSpan, String> findings = new IdentityHashMap<>();
		for (TraceSpan span : spans) {
			String finding = check(span);
			if (finding != null) {
				findings.put(span, finding);
			}
		}
		save();
		return findings;
	}

	private @Nullable String check(TraceSpan span) {
		String type = RegistryFile.spanType(span);
		RegistryFile.Span known = this.libraries.spans().getOrDefault(type, this.own.spans().get(type));
		Map<String, String> types = new LinkedHashMap<>();
		span.attributes().forEach((key, value) -> {
			if (!SpanOrigin.isAdded(key)) {
				types.put(RegistryFile.template(key), RegistryFile.type(value));
			}
		});
		if (TestFiles.isUpdate()) {
			Map<String, String> learned = new LinkedHashMap<>(types);
			learned.keySet().removeIf((key) -> isLibrarys(type, key));
			if (!this.libraries.spans().containsKey(type) || !learned.isEmpty()) {
				this.own.learnSpan(type, span.kind(), learned);
			}
			return null;
		}
		if (known == null) {
			return "Span '" + type + "' is not in the telemetry registry" + hint();
		}
		RegistryFile.Span added = this.own.spans().get(type);
		for (Map.Entry<String, String> attribute : types.entrySet()) {
			String key = attribute.getKey();
			if (!known.attributes().contains(key) && (added == null || !added.attributes().contains(key))) {
				return "Attribute '" + key + "' of span '" + type + "' is not in the telemetry registry" + hint();
			}
			String registered = this.libraries.attributes().getOrDefault(key, this.own.attributes().get(key));
			if (registered != null && !registered.equals(attribute.getValue())) {
				return "Attribute '" + key + "' of span '" + type + "' is of type " + attribute.getValue()
						+ ", but the telemetry registry says " + registered + hint();
			}
		}
		return null;
	}

	private boolean isLibrarys(String type, String key) {
		RegistryFile.Span known = this.libraries.spans().get(type);
		return known != null && known.attributes().contains(key);
	}

	/**
	 * Check the fields that lines add, or learn them.
	 * @return a sentence for each that is not as registered
	 */
	Map<Line, String> checkLines(Collection<Line> lines) {
		Map<Line, String> findings = new LinkedHashMap<>();
		for (Line line : lines) {
			line.fields().forEach((key, value) -> {
				String finding = check(key, RegistryFile.type(value));
				if (finding != null) {
					findings.putIfAbsent(line, finding);
				}
			});
		}
		save();
		return findings;
	}

	private @Nullable String check(String field, String type) {
		if (FRAMEWORK_FIELDS.contains(field) || this.libraries.fields().contains(field)) {
			return null;
		}
		if (TestFiles.isUpdate()) {
			this.own.learnField(field, type);
			return null;
		}
		if (!this.own.fields().contains(field)) {
			return "Field '" + field + "' of log lines is not in the telemetry registry" + hint();
		}
		String registered = this.own.attributes().get(field);
		return (registered == null || registered.equals(type)) ? null : "Field '" + field + "' of log lines is of type "
				+ type + ", but the telemetry registry says " + registered + hint();
	}

	private String hint() {
		return "; if it is meant to be, -D" + TestFiles.UPDATE + "=true adds it to " + this.file;
	}

	private void save() {
		if (TestFiles.isUpdate() && !this.own.isEmpty()) {
			TestFiles.write(this.file, this.own.render());
		}
	}

}
