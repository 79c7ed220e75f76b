package io.github.observability.resource;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootVersion;

/**
 * {@link MeterBinder} for a gauge whose tags say what runs, so that a query can join it.
 */
final class ApplicationInfo implements MeterBinder {

	private static final String UNKNOWN = "unknown";

	private final ServiceIdentity service;

	private final @Nullable String commit;

	ApplicationInfo(ServiceIdentity service, @Nullable String commit) {
		this.service = service;
		this.commit = commit;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder(ResourceMeter.APPLICATION_INFO.getName(), () -> 1)
			.description(ResourceMeter.APPLICATION_INFO.description())
			.tag(ResourceTag.NAME.asString(), text(this.service.name()))
			.tag(ResourceTag.NAMESPACE.asString(), text(this.service.namespace()))
			.tag(ResourceTag.VERSION.asString(), text(this.service.version()))
			.tag(ResourceTag.ENVIRONMENT.asString(), text(this.service.environment()))
			.tag(ResourceTag.COMMIT.asString(), text(this.commit))
			.tag(ResourceTag.JAVA.asString(), Runtime.version().toString())
			.tag(ResourceTag.BOOT.asString(), text(SpringBootVersion.getVersion()))
			.register(registry);
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value : UNKNOWN;
	}

}
