package io.github.observability.dashboards;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * {@link MeterBinder} for the version of the application, by which dashboards mark
 * deploys and tell the instances of a fleet apart.
 */
final class ApplicationInfo implements MeterBinder {

	private static final String UNKNOWN = "unknown";

	private final String version;

	ApplicationInfo(Environment environment) {
		String version = environment.getProperty("spring.application.version");
		this.version = StringUtils.hasText(version) ? version : UNKNOWN;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder(ApplicationMeter.INFO.getName(), () -> 1)
			.description(ApplicationMeter.INFO.description())
			.tag(ApplicationMeter.Tag.VERSION.asString(), this.version)
			.register(registry);
	}

}
