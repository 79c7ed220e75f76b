package io.github.observability.conventions;

import io.github.observability.BootNames;
import io.github.observability.RecordedNamesConfiguration;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.convention.JvmClassLoadingMeterConventions;
import io.micrometer.core.instrument.binder.jvm.convention.JvmCpuMeterConventions;
import io.micrometer.core.instrument.binder.jvm.convention.JvmMemoryMeterConventions;
import io.micrometer.core.instrument.binder.jvm.convention.JvmThreadMeterConventions;
import io.micrometer.core.instrument.binder.jvm.convention.otel.OpenTelemetryJvmClassLoadingMeterConventions;
import io.micrometer.core.instrument.binder.jvm.convention.otel.OpenTelemetryJvmCpuMeterConventions;
import io.micrometer.core.instrument.binder.jvm.convention.otel.OpenTelemetryJvmMemoryMeterConventions;
import io.micrometer.core.instrument.binder.jvm.convention.otel.OpenTelemetryJvmThreadMeterConventions;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.http.HttpServletRequest;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.server.observation.OpenTelemetryServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the names by which Boot's own
 * instrumentation records. It gives {@code management.observations.conventions}, which
 * Boot reads from 4.2 on, the same effect on 4.1.
 */
@AutoConfiguration(beforeName = { BootNames.MVC_OBSERVATION, BootNames.WEBFLUX_OBSERVATION, BootNames.JVM_METERS,
		BootNames.SYSTEM_METERS })
@Import(RecordedNamesConfiguration.class)
public final class ConventionsAutoConfiguration {

	ConventionsAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	static class CheckConfiguration {

		@Bean
		static ConventionBeansCheck conventionBeansCheck(Environment environment) {
			return new ConventionBeansCheck(environment);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnOpenTelemetryConventionCondition.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ HttpServletRequest.class, ObservationRegistry.class,
			OpenTelemetryServerRequestObservationConvention.class })
	static class ServletConfiguration {

		@Bean
		@ConditionalOnMissingBean(ServerRequestObservationConvention.class)
		OpenTelemetryServerRequestObservationConvention openTelemetryServerRequestObservationConvention() {
			return new OpenTelemetryServerRequestObservationConvention();
		}

	}

	/** A convention of Spring Framework's own would be Boot's to use. */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnOpenTelemetryConventionCondition.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass({ Mono.class, ObservationRegistry.class,
			org.springframework.http.server.reactive.observation.ServerRequestObservationConvention.class })
	@ConditionalOnMissingClass("org.springframework.http.server.reactive.observation.OpenTelemetryServerRequestObservationConvention")
	static class ReactiveConfiguration {

		@Bean
		@ConditionalOnMissingBean(org.springframework.http.server.reactive.observation.ServerRequestObservationConvention.class)
		ReactiveServerConvention openTelemetryReactiveServerRequestObservationConvention() {
			return new ReactiveServerConvention();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnOpenTelemetryConventionCondition.class)
	@ConditionalOnClass({ ObservationRegistry.class, ClientRequestObservationConvention.class })
	@ConditionalOnMissingClass("org.springframework.http.client.observation.OpenTelemetryClientRequestObservationConvention")
	static class ClientConfiguration {

		@Bean
		@ConditionalOnMissingBean(ClientRequestObservationConvention.class)
		ClientConvention openTelemetryClientRequestObservationConvention() {
			return new ClientConvention();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnOpenTelemetryConventionCondition.class)
	@ConditionalOnClass({ ObservationRegistry.class, WebClient.class })
	@ConditionalOnMissingClass("org.springframework.web.reactive.function.client.OpenTelemetryClientRequestObservationConvention")
	static class WebClientConfiguration {

		@Bean
		@ConditionalOnMissingBean(org.springframework.web.reactive.function.client.ClientRequestObservationConvention.class)
		WebClientConvention openTelemetryWebClientRequestObservationConvention() {
			return new WebClientConvention();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnOpenTelemetryConventionCondition.class)
	@ConditionalOnClass(OpenTelemetryJvmMemoryMeterConventions.class)
	static class JvmConfiguration {

		@Bean
		@ConditionalOnMissingBean(JvmMemoryMeterConventions.class)
		OpenTelemetryJvmMemoryMeterConventions openTelemetryJvmMemoryMeterConventions() {
			return new OpenTelemetryJvmMemoryMeterConventions(Tags.empty());
		}

		@Bean
		@ConditionalOnMissingBean(JvmThreadMeterConventions.class)
		OpenTelemetryJvmThreadMeterConventions openTelemetryJvmThreadMeterConventions() {
			return new OpenTelemetryJvmThreadMeterConventions(Tags.empty());
		}

		@Bean
		@ConditionalOnMissingBean(JvmClassLoadingMeterConventions.class)
		OpenTelemetryJvmClassLoadingMeterConventions openTelemetryJvmClassLoadingMeterConventions() {
			return new OpenTelemetryJvmClassLoadingMeterConventions();
		}

		@Bean
		@ConditionalOnMissingBean(JvmCpuMeterConventions.class)
		OpenTelemetryJvmCpuMeterConventions openTelemetryJvmCpuMeterConventions() {
			return new OpenTelemetryJvmCpuMeterConventions(Tags.empty());
		}

	}

}
