package io.github.observability.tracing.sampling;

import io.github.observability.ConditionalOnFeature;
import io.github.observability.tracing.ConditionalOnNoJavaAgent;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.server.RequestPath;
import org.springframework.web.util.pattern.PathPattern;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for head sampling: thresholds, rules
 * and limits around the sampler of the application.
 */
@AutoConfiguration
@ConditionalOnClass({ Sampler.class, SdkTracerProviderBuilderCustomizer.class })
@ConditionalOnNoJavaAgent
@ConditionalOnFeature({ "observability.tracing.enabled", "observability.tracing.sampling.enabled" })
@EnableConfigurationProperties({ SamplingProperties.class, IngressProperties.class })
public final class SamplingAutoConfiguration {

	SamplingAutoConfiguration() {
	}

	@Bean
	SampledRootCounter sampledRoots() {
		return new SampledRootCounter();
	}

	@Bean
	@Lazy(false)
	RecordingSwitch recordingSwitch(ObjectProvider<UnsampledSpanRecorder> spans) {
		return new RecordingSwitch(spans);
	}

	@Bean
	@ConditionalOnProperty("observability.tracing.sampling.max-traces-per-second")
	RootRateLimiter rootRateLimit(SamplingProperties properties) {
		Integer limit = properties.maxTracesPerSecond();
		return new RootRateLimiter((limit != null) ? limit : Double.MAX_VALUE, System::nanoTime);
	}

	@Bean
	@ConditionalOnFeature(value = "observability.tracing.sampling.minimum-per-route.enabled", matchIfMissing = false)
	RouteMinimum routeMinimum(SamplingProperties properties) {
		return new RouteMinimum(properties.minimumPerRoute().maxRoutes(), System::nanoTime);
	}

	@Bean
	HeadSampling headSampling(BeanFactory beans, Environment environment) {
		return new HeadSampling(beans, environment);
	}

	/** Comes first, so that a customizer of the application can set another sampler. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SdkTracerProviderBuilderCustomizer headSamplingCustomizer(HeadSampling headSampling,
			ObjectProvider<Sampler> sampler) {
		return (builder) -> builder.setSampler(headSampling.around(sampler.getObject()));
	}

	/**
	 * A tracer provider that the application builds itself has no customizers.
	 */
	@Bean
	static BeanPostProcessor samplerPostProcessor(ObjectProvider<HeadSampling> headSampling) {
		return new BeanPostProcessor() {

			@Override
			public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
				if (bean instanceof Sampler sampler && !headSampling.getObject().isSetByCustomizer()) {
					return headSampling.getObject().around(sampler, beanName);
				}
				return bean;
			}

		};
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class MetersConfiguration {

		@Bean
		SamplingMeters samplingMeters(SampledRootCounter sampledRoots, ObjectProvider<RouteMinimum> routeMinimum) {
			return new SamplingMeters(sampledRoots, routeMinimum.getIfAvailable());
		}

	}

	/**
	 * Rules by name, and the minimum per route of work that is not a request, need the
	 * name of the observation.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ObservationHandler.class, TracingObservationHandler.class })
	static class NamesConfiguration {

		@Bean
		static BeanPostProcessor namedStartPostProcessor(ObjectProvider<SamplingProperties> properties) {
			return new BeanPostProcessor() {

				@Override
				public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof TracingObservationHandler<?> handler
							&& !(bean instanceof ObservationNameHandler) && properties.getObject().needsNames()) {
						return new ObservationNameHandler<>(handler);
					}
					return bean;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ContextPropagators.class, RequestPath.class, PathPattern.class })
	static class IngressConfiguration {

		@Bean
		static BeanPostProcessor ingressPostProcessor(ObjectProvider<SamplingProperties> sampling,
				ObjectProvider<IngressProperties> ingress, ObjectProvider<RequestReader> requests) {
			return new BeanPostProcessor() {

				@Override
				public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof ContextPropagators propagators
							&& !(sampling.getObject().isWithoutRequests() && ingress.getObject().isTrust())) {
						return ContextPropagators
							.create(new IngressPropagator(propagators.getTextMapPropagator(), new IngressSpanFactory(
									sampling.getObject(), ingress.getObject(), requests.orderedStream().toList())));
					}
					return bean;
				}

			};
		}

		@Bean
		SdkTracerProviderBuilderCustomizer callerLinksCustomizer(IngressProperties ingress) {
			return (builder) -> {
				if (ingress.mayRestart()) {
					builder.addSpanProcessor(new CallerLinkProcessor());
				}
			};
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(HttpServletRequest.class)
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		static class ServletConfiguration {

			@Bean
			ServletRequestReader servletRequests() {
				return new ServletRequestReader();
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(Flux.class)
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		static class ReactiveConfiguration {

			@Bean
			ReactiveRequestReader reactiveRequests() {
				return new ReactiveRequestReader();
			}

		}

	}

}
