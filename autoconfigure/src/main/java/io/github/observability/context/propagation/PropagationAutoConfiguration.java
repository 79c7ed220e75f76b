package io.github.observability.context.propagation;

import java.util.List;

import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.micrometer.tracing.otel.bridge.EventListener;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.otel.bridge.Slf4JBaggageEventListener;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.beans.factory.BeanFactory;
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
 * {@link EnableAutoConfiguration Auto-configuration} for the context that is sent to
 * other services and accepted from them.
 */
@AutoConfiguration(beforeName = BootNames.OPENTELEMETRY_TRACING)
@ConditionalOnFeature("observability.context.enabled")
@EnableConfigurationProperties(PropagationProperties.class)
public final class PropagationAutoConfiguration {

	PropagationAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HttpRequest.class)
	static class HostsConfiguration {

		@Bean
		TrustedHosts trustedHosts(PropagationProperties properties) {
			return new TrustedHosts(properties.clients().hosts());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Propagator.class, HttpRequest.class })
	static class TrustedHostsConfiguration {

		@Bean
		static BeanPostProcessor trustedHostsPostProcessor(ObjectProvider<TrustedHosts> trustedHosts) {
			return new BeanPostProcessor() {

				@Override
				public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof Propagator propagator && !(bean instanceof TrustedHosts.Guarded)) {
						TrustedHosts trusted = trustedHosts.getObject();
						return trusted.isEveryHost() ? bean : new TrustedHostsPropagator(propagator, trusted);
					}
					return bean;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ OtelPropagator.class, HttpRequest.class })
	static class TrustedHostsOtelConfiguration {

		/** Keeps the class that Boot declares the bean by. */
		@Bean
		static BeanPostProcessor trustedHostsOtelPostProcessor(ObjectProvider<TrustedHosts> trustedHosts) {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessBeforeInitialization(Object bean, String beanName) {
					return (bean.getClass() == OtelPropagator.class && !trustedHosts.getObject().isEveryHost())
							? new TrustedHostsOtelPropagator((OtelPropagator) bean, trustedHosts.getObject()) : bean;
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
	@ConditionalOnClass({ MDC.class, Slf4JEventListener.class })
	static class TraceIdsConfiguration {

		@Bean
		@ConditionalOnMissingBean
		Slf4JEventListener traceIdsEventListener() {
			return new TraceIdsEventListener();
		}

		/** Boot's iterates over a list for each of the three events of a scope. */
		@Bean
		@ConditionalOnMissingBean
		OtelTracer.EventPublisher scopeEventPublisher(List<EventListener> listeners) {
			EventListener[] all = listeners.toArray(EventListener[]::new);
			return (event) -> {
				for (EventListener listener : all) {
					listener.onEvent(event);
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ TextMapPropagator.class, Slf4JBaggageEventListener.class })
	static class BaggageConfiguration {

		@Bean
		@ConditionalOnFeature("observability.context.baggage.restricted")
		static RestrictedBaggagePostProcessor restrictedBaggagePostProcessor(BeanFactory beans,
				ObjectProvider<PropagationProperties> properties, Environment environment) {
			return new RestrictedBaggagePostProcessor(beans, properties, environment);
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
