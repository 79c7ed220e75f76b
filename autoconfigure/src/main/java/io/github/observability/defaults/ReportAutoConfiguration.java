package io.github.observability.defaults;

import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the report of what is on: a log
 * line at debug level once the application is ready, and the {@code observability}
 * endpoint.
 */
@AutoConfiguration
public final class ReportAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(ReportAutoConfiguration.class);

	ReportAutoConfiguration() {
	}

	@Bean
	ObservabilityReport observabilityReport(ConfigurableApplicationContext context) {
		return new ObservabilityReport(context);
	}

	@Bean
	ApplicationListener<ApplicationReadyEvent> observabilityStartupReport(ObservabilityReport observabilityReport) {
		return (event) -> {
			if (logger.isDebugEnabled()) {
				logger.debug("{}", text(observabilityReport));
			}
		};
	}

	private static String text(ObservabilityReport report) {
		String features = report.features()
			.entrySet()
			.stream()
			.flatMap((feature) -> feature.getValue()
				.parts()
				.stream()
				.map((part) -> "  %s %s (%s): %s".formatted(part.on() ? "on " : "off", feature.getKey(), part.name(),
						part.reason())))
			.collect(Collectors.joining("\n"));
		String switches = report.switches()
			.stream()
			.map((each) -> "  %s=%s (%s)".formatted(each.key(), each.value(), each.setBy()))
			.collect(Collectors.joining("\n"));
		return "Observability features:\n" + features + "\nSwitches of Boot, and who set them:\n" + switches;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ConditionalOnAvailableEndpoint.class, MeterRegistry.class })
	@ConditionalOnAvailableEndpoint(ObservabilityEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		ObservabilityEndpoint observabilityEndpoint(ObservabilityReport observabilityReport,
				ObjectProvider<MeterRegistry> registry) {
			return new ObservabilityEndpoint(observabilityReport, registry.getIfAvailable());
		}

	}

}
