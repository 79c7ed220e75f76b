package io.github.observability.logging.access;

import io.github.observability.ConditionalOnFeature;
import io.github.observability.RecordedNames;
import io.github.observability.RecordedNamesConfiguration;
import io.github.observability.logging.masking.Masking;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for access lines of requests that a
 * servlet container serves.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ ObservationRegistry.class, HttpServletRequest.class, ServerRequestObservationContext.class,
		LoggingEventBuilder.class })
@ConditionalOnFeature({ "observability.logging.enabled", "observability.logging.access.enabled" })
@Import(RecordedNamesConfiguration.class)
@EnableConfigurationProperties(AccessLogProperties.class)
public final class ServletAccessLogAutoConfiguration {

	/** Characters of a path that a line shows. */
	private static final int MAX_PATH = 256;

	ServletAccessLogAutoConfiguration() {
	}

	@Bean
	ServletAccessLog accessLog(AccessLogProperties properties, Environment environment, RecordedNames recordedNames,
			@Value("${observability.context.request-id.header:X-Request-Id}") String requestIdHeader) {
		return new ServletAccessLog(properties, Masking.create(environment, MAX_PATH), recordedNames::server,
				requestIdHeader);
	}

}
