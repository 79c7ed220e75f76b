package io.github.observability.incidents;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Predicate;

import com.amazon.randomcutforest.RandomCutForest;
import io.github.observability.BootNames;
import io.github.observability.BusinessMeterNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.ConditionalOnSharedBean;
import io.github.observability.FailureTable;
import io.github.observability.RecordedNames;
import io.github.observability.RecordedNamesConfiguration;
import io.github.observability.business.BusinessMetricsAutoConfiguration;
import io.github.observability.incidents.detection.ForestDetector;
import io.github.observability.incidents.detection.VectorDetector;
import io.github.observability.incidents.diagnosability.Diagnosability;
import io.github.observability.incidents.diagnosability.DiagnosabilityConfiguration;
import io.github.observability.incidents.signal.RouteVectors;
import io.github.observability.incidents.signal.SignalReader;
import io.github.observability.saturation.ResourceMonitor;
import io.github.observability.saturation.SaturationAutoConfiguration;
import io.github.observability.slo.ErrorBudgets;
import io.github.observability.slo.SloAutoConfiguration;
import io.github.observability.slo.cause.BadEventCauseAutoConfiguration;
import io.github.observability.slo.cause.BadEventHistory;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.opentelemetry.sdk.trace.data.EventData;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.client.observation.ClientRequestObservationContext;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for anomalies, incidents and their
 * suspects.
 */
@AutoConfiguration(
		after = { SaturationAutoConfiguration.class, SloAutoConfiguration.class, BusinessMetricsAutoConfiguration.class,
				BadEventCauseAutoConfiguration.class },
		afterName = { BootNames.COMPOSITE_METER_REGISTRY, BootNames.SIMPLE_METER_REGISTRY })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSharedBean(MeterRegistry.class)
@ConditionalOnFeature("observability.incidents.enabled")
@EnableConfigurationProperties(IncidentsProperties.class)
@Import({ RecordedNamesConfiguration.class, DiagnosabilityConfiguration.class })
public final class IncidentsAutoConfiguration {

	IncidentsAutoConfiguration() {
	}

	@Bean
	Changes incidentChanges() {
		return new Changes(System::currentTimeMillis);
	}

	@Bean
	HealthStates incidentHealthStates(Changes incidentChanges) {
		return new HealthStates(incidentChanges);
	}

	@Bean
	ApplicationChanges applicationChanges(Changes incidentChanges, HealthStates incidentHealthStates) {
		return new ApplicationChanges(incidentChanges, incidentHealthStates);
	}

	@Bean
	IncidentLog incidentLog() {
		return new IncidentLog();
	}

	@Bean
	IncidentMonitor incidentMonitor(MeterRegistry registry, IncidentsProperties properties, Environment environment,
			RecordedNames recordedNames, Changes incidentChanges, HealthStates incidentHealthStates,
			ObjectProvider<ResourceMonitor> resources, ObjectProvider<ErrorBudgets> budgets,
			ObjectProvider<BusinessMeterNames> business, ObjectProvider<RouteVectors> routeVectors,
			ObjectProvider<BadEventHistory> history, ObjectProvider<ProfiledTraces> traces,
			ObjectProvider<IncidentListener> listeners) {
		Predicate<String> isBusiness = (name) -> business.stream().anyMatch((each) -> each.names().contains(name));
		SignalReader.Sources sources = new SignalReader.Sources(registry, recordedNames,
				FailureTable.of(environment, recordedNames), resources.getIfAvailable(() -> List::of),
				budgets.getIfAvailable(() -> Map::of), isBusiness);
		SignalReader reader = new SignalReader(sources, routeVectors.getIfAvailable(), incidentChanges,
				properties.maxSignals());
		BadEventHistory badEvents = history.getIfAvailable();
		LocalCauses causes = (badEvents != null) ? new BadEventEvidence(badEvents) : LocalCauses.NONE;
		Grouping grouping = new Grouping(UUID.randomUUID().toString().substring(0, 8) + "-",
				(route, dependency) -> causes.isCauseOf(dependency.name(), route.name()));
		return new IncidentMonitor(
				new IncidentMonitor.Parts(reader, incidentChanges, incidentHealthStates, grouping,
						new SuspectRanking(causes, traces.getIfAvailable(() -> ProfiledTraces.NONE),
								properties.panelUrl()),
						new ArrayList<>(listeners.orderedStream().toList()),
						(properties.stateFile() != null) ? new StateFile(Path.of(properties.stateFile())) : null,
						environment.getProperty("spring.application.version", "")),
				registry, System::currentTimeMillis, System::nanoTime, properties.maxRecent(),
				properties.signalMeters());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RandomCutForest.class)
	@ConditionalOnFeature("observability.incidents.forest")
	static class ForestConfiguration {

		@Bean
		RouteVectors routeVectors() {
			IntFunction<VectorDetector> detectors = ForestDetector::new;
			return new RouteVectors(detectors);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(EventData.class)
	@ConditionalOnFeature(value = "observability.profiling.continuous.enabled", matchIfMissing = false)
	static class SlowTraceConfiguration {

		@Bean
		@ConditionalOnFeature("observability.profiling.continuous.slow-traces")
		ProfiledTraceHistory profiledTraces() {
			return new ProfiledTraceHistory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthEndpoint.class, ObservationPredicate.class, ThreadLocalAccessor.class })
	@ConditionalOnFeature("observability.incidents.health.enabled")
	static class HealthConfiguration {

		@Bean
		HealthChecks incidentHealthChecks(ObjectProvider<HealthEndpoint> endpoint, HealthStates incidentHealthStates,
				IncidentsProperties properties) {
			return new HealthChecks(endpoint, incidentHealthStates, properties.health().interval());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ObservationHandler.class, ClientRequestObservationContext.class })
	@ConditionalOnProperty("observability.incidents.version-header")
	static class DependencyVersionConfiguration {

		@Bean
		DependencyVersionHandler dependencyVersionHandler(
				@Value("${observability.incidents.version-header}") String header, Changes incidentChanges) {
			return new DependencyVersionHandler(header, incidentChanges);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	@ConditionalOnAvailableEndpoint(IncidentsEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		IncidentsEndpoint incidentsEndpoint(IncidentMonitor incidentMonitor, Diagnosability diagnosability) {
			return new IncidentsEndpoint(incidentMonitor, diagnosability);
		}

	}

}
