package io.github.observability.context;

import java.util.List;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.Slf4JBaggageEventListener;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpRequest;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what of the context goes to
 * other services, and for what is taken from them.
 */
@AutoConfiguration(
		beforeName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
@ConditionalOnFeature("observability.context.enabled")
@EnableConfigurationProperties(ContextProperties.class)
public final class PropagationAutoConfiguration {

	PropagationAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ObservationHandler.class, SenderContext.class, HttpRequest.class })
	@ConditionalOnFeature(value = "observability.context.request-id.send", matchIfMissing = false)
	static class RequestIdConfiguration {

		@Bean
		RequestIdSender requestIdSender(ContextProperties properties) {
			return new RequestIdSender(properties.requestId().header(), new TrustedHosts(properties.clients().hosts()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ObservationHandler.class, SenderContext.class })
	@ConditionalOnFeature("observability.context.messaging.enabled")
	static class MessageRequestIdConfiguration {

		@Bean
		@ConditionalOnFeature(value = "observability.context.request-id.send", matchIfMissing = false)
		MessageRequestIdSender messageRequestIdSender(ContextProperties properties) {
			return new MessageRequestIdSender(properties.requestId().header());
		}

		@Bean
		MessageRequestIdReceiver messageRequestIdReceiver(ContextProperties properties) {
			return new MessageRequestIdReceiver(properties.requestId().header());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Propagator.class, HttpRequest.class })
	static class TrustedHostsConfiguration {

		@Bean
		static BeanPostProcessor trustedHostsPostProcessor(ObjectProvider<ContextProperties> properties) {
			return new BeanPostProcessor() {

				@Override
				public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof Propagator propagator && !(bean instanceof TrustedHostsPropagator)) {
						List<String> hosts = properties.getObject().clients().hosts();
						return hosts.isEmpty() ? bean : new TrustedHostsPropagator(propagator, new TrustedHosts(hosts));
					}
					return bean;
				}

			};
		}

	}

	/**
	 * Boot's propagator comes from a bean method that no bean of the same type replaces:
	 * another one would only be asked besides.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ TextMapPropagator.class, OtelCurrentTraceContext.class, B3Propagator.class,
			TracingProperties.class })
	static class HeaderConfiguration {

		@Bean
		static HeaderPropagatorPostProcessor headerPropagatorPostProcessor(ObjectProvider<TracingProperties> properties,
				ObjectProvider<OtelCurrentTraceContext> currentTraceContext) {
			return new HeaderPropagatorPostProcessor(properties, currentTraceContext);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ TextMapPropagator.class, Slf4JBaggageEventListener.class })
	static class BaggageConfiguration {

		@Bean
		@ConditionalOnFeature("observability.context.baggage.restricted")
		static BeanPostProcessor restrictedBaggagePostProcessor(ObjectProvider<ContextProperties> properties,
				Environment environment) {
			return new BeanPostProcessor() {

				@Override
				public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof TextMapPropagator propagator
							&& !(bean instanceof RestrictedBaggagePropagator)) {
						return new RestrictedBaggagePropagator(propagator, BaggageFields.remote(environment),
								properties.getObject().baggage().maxLength());
					}
					return bean;
				}

			};
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnFeature({ "management.tracing.baggage.enabled",
				"management.tracing.baggage.correlation.enabled" })
		Slf4JBaggageEventListener remoteBaggageEventListener(Environment environment) {
			return new ListedBaggageEventListener(BaggageFields.inMdc(environment));
		}

	}

}
