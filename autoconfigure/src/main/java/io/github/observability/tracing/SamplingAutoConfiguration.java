package io.github.observability.tracing;

import java.util.List;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

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
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.http.server.RequestPath;
import org.springframework.web.util.pattern.PathPattern;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for which traces are sampled: the
 * sampler, whoever made it, gets thresholds, rules and limits around it.
 */
@AutoConfiguration
@ConditionalOnClass({ Sampler.class, SdkTracerProviderBuilderCustomizer.class })
@Conditional(OnNoJavaAgentCondition.class)
@ConditionalOnFeature({ "observability.tracing.enabled", "observability.tracing.sampling.enabled" })
@EnableConfigurationProperties({ SamplingProperties.class, IngressProperties.class })
public final class SamplingAutoConfiguration {

	SamplingAutoConfiguration() {
	}

	@Bean
	SampledRoots sampledRoots() {
		return new SampledRoots();
	}

	@Bean
	@Lazy(false)
	RecordingSwitch recordingSwitch(ObjectProvider<RecordedSpans> spans) {
		return new RecordingSwitch(spans);
	}

	@Bean
	@ConditionalOnProperty("observability.tracing.sampling.max-traces-per-second")
	RootRateLimit rootRateLimit(SamplingProperties properties) {
		Integer limit = properties.maxTracesPerSecond();
		return new RootRateLimit((limit != null) ? limit : Double.MAX_VALUE, System::nanoTime);
	}

	@Bean
	@ConditionalOnFeature(value = "observability.tracing.sampling.floor.enabled", matchIfMissing = false)
	RouteFloor routeFloor(SamplingProperties properties) {
		return new RouteFloor(properties.floor().maxRoutes(), System::nanoTime);
	}

	@Bean
	static BeanPostProcessor samplerPostProcessor(ObjectProvider<SamplingProperties> properties,
			ObjectProvider<RootRateLimit> limit, ObjectProvider<RouteFloor> floor,
			ObjectProvider<RecordingSwitch> recording, ObjectProvider<SampledRoots> sampled, Environment environment) {
		return new BeanPostProcessor() {

			@Override
			public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
				if (bean instanceof Sampler sampler && !(bean instanceof HeadSampler)) {
					List<SamplingRule> rules = properties.getObject().rules().stream().map(SamplingRule::of).toList();
					return new HeadSampler(sampler, HeadProbability.of(beanName, sampler, environment), rules,
							limit.getIfAvailable(), floor.getIfAvailable(), recording.getObject()::isOn,
							sampled.getObject());
				}
				return bean;
			}

		};
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class MetersConfiguration {

		@Bean
		SamplingMeters samplingMeters(SampledRoots sampled, ObjectProvider<RouteFloor> floor) {
			return new SamplingMeters(sampled, floor.getIfAvailable());
		}

	}

	/**
	 * Rules by name, and the floor of what is no request, need the name of the
	 * observation.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ObservationHandler.class, TracingObservationHandler.class })
	static class NamesConfiguration {

		@Bean
		static BeanPostProcessor namedStartPostProcessor(ObjectProvider<SamplingProperties> properties) {
			return new BeanPostProcessor() {

				@Override
				public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof TracingObservationHandler<?> handler && !(bean instanceof NamedStartHandler)
							&& properties.getObject().needsNames()) {
						return new NamedStartHandler<>(handler);
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
				ObjectProvider<IngressProperties> ingress, ObjectProvider<ServedRequests> requests) {
			return new BeanPostProcessor() {

				@Override
				public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof ContextPropagators propagators
							&& !(sampling.getObject().isWithoutRequests() && ingress.getObject().isTrust())) {
						return ContextPropagators
							.create(new IngressPropagator(propagators.getTextMapPropagator(), new Ingress(
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
					builder.addSpanProcessor(new CallerLinks());
				}
			};
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(HttpServletRequest.class)
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		static class ServletConfiguration {

			@Bean
			ServletRequests servletRequests() {
				return new ServletRequests();
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(Flux.class)
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		static class ReactiveConfiguration {

			@Bean
			ReactiveRequests reactiveRequests() {
				return new ReactiveRequests();
			}

		}

	}

}
