package io.github.observability.slo.cause;

import io.github.observability.ConditionalOnFeature;
import io.github.observability.ConditionalOnSharedBean;
import io.github.observability.RecordedNames;
import io.github.observability.RecordedNamesConfiguration;
import io.github.observability.slo.SloAutoConfiguration;
import io.github.observability.slo.SloEffects;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.trace.data.SpanData;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the causes of bad events.
 */
@AutoConfiguration(after = SloAutoConfiguration.class)
@ConditionalOnClass({ MeterRegistry.class, SpanData.class })
@ConditionalOnSharedBean(SloEffects.class)
@ConditionalOnFeature({ "observability.slo.enabled", "observability.slo.causes" })
@Import(RecordedNamesConfiguration.class)
public final class BadEventCauseAutoConfiguration {

	BadEventCauseAutoConfiguration() {
	}

	@Bean
	BadEventCauses badEventCauses(MeterRegistry registry, SloEffects sloEffects, RecordedNames recordedNames) {
		return new BadEventCauses(registry, sloEffects, SingletonSupplier.of(recordedNames::server));
	}

}
