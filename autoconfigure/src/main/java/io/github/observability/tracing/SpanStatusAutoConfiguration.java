package io.github.observability.tracing;

import io.github.observability.ConditionalOnFeature;
import io.github.observability.FailureTable;
import io.github.observability.RecordedNames;
import io.github.observability.RecordedNamesConfiguration;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.otel.bridge.OtelTracer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what observations say on their
 * spans: their key-values, and the status of failures that are no exceptions, whatever
 * the protocol.
 */
@AutoConfiguration
@ConditionalOnClass({ ObservationRegistry.class, OtelTracer.class })
@ConditionalOnNoJavaAgent
@ConditionalOnFeature("observability.tracing.enabled")
@Import(RecordedNamesConfiguration.class)
@EnableConfigurationProperties(TraceProperties.class)
public final class SpanStatusAutoConfiguration {

	SpanStatusAutoConfiguration() {
	}

	@Bean
	static SpanTagging spanTagging() {
		return new SpanTagging();
	}

	@Bean
	FailureSpanStatus failureSpanStatus(ObjectProvider<FailureTable> failureTable, Environment environment,
			RecordedNames recordedNames) {
		return new FailureSpanStatus(failureTable.getIfAvailable(() -> FailureTable.of(environment, recordedNames)));
	}

}
