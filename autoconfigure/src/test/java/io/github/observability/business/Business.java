package io.github.observability.business;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * The parts of business metrics as the auto-configuration puts them together.
 */
final class Business {

	/** Binding takes longer than all else. */
	private static final BusinessProperties DEFAULTS = properties();

	private final MeterRegistry registry;

	private final BusinessProperties properties;

	private final RejectionLog rejections;

	private final MeterCatalog catalog;

	private final DefaultBusinessMetrics metrics;

	private Business(MeterRegistry registry, EventSpan span, String... properties) {
		this.registry = registry;
		this.properties = (properties.length > 0) ? properties(properties) : DEFAULTS;
		this.rejections = new RejectionLog(registry);
		this.catalog = new MeterCatalog(registry, this.properties, this.rejections);
		this.metrics = new DefaultBusinessMetrics(registry, this.properties, this.catalog,
				new EventRecorder(registry, this.properties,
						new TransactionCommitBoundary(this.properties.maxPending(), this.rejections), span,
						this.rejections));
	}

	static Business on(MeterRegistry registry, String... properties) {
		return new Business(registry, EventSpan.NONE, properties);
	}

	static Business on(MeterRegistry registry, EventSpan span, String... properties) {
		return new Business(registry, span, properties);
	}

	/**
	 * Bind properties below {@code observability.business}.
	 */
	static BusinessProperties properties(String... keysAndValues) {
		Map<String, String> map = new HashMap<>();
		for (String each : keysAndValues) {
			int split = each.indexOf('=');
			map.put("observability.business." + each.substring(0, split), each.substring(split + 1));
		}
		return new Binder(new MapConfigurationPropertySource(map)).bindOrCreate("observability.business",
				BusinessProperties.class);
	}

	DefaultBusinessMetrics metrics() {
		return this.metrics;
	}

	MeterCatalog catalog() {
		return this.catalog;
	}

	BusinessProperties settings() {
		return this.properties;
	}

	double count(String name, String... tags) {
		return this.registry.get(name).tags(tags).counter().count();
	}

	double rejected(String meter, String reason) {
		return count("observability.business.rejected", "meter", meter, "reason", reason);
	}

}
