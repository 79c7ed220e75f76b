package io.github.observability.incidents.diagnosability;

import java.util.List;

import io.github.observability.RecordedNames;
import io.github.observability.saturation.ResourceMonitor;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Provides {@link Diagnosability} to the incidents.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DiagnosabilityProperties.class)
@ImportRuntimeHints(DiagnosabilityConfiguration.TableHints.class)
public class DiagnosabilityConfiguration {

	DiagnosabilityConfiguration() {
	}

	@Bean
	Diagnosability diagnosability(MeterRegistry registry, ObjectProvider<ResourceMonitor> resources,
			RecordedNames recordedNames, DiagnosabilityProperties properties) {
		return new Diagnosability(registry, resources.getIfAvailable(() -> List::of), recordedNames, properties);
	}

	static final class TableHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources()
				.registerPattern(FaultTable.class.getPackageName().replace('.', '/') + "/" + FaultTable.RESOURCE);
		}

	}

}
