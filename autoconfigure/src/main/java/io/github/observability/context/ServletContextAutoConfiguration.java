package io.github.observability.context;

import java.security.Principal;
import java.util.EnumSet;

import io.github.observability.ConditionalOnFeature;
import io.github.observability.context.propagation.BaggageFields;
import io.micrometer.tracing.Tracer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequestListener;
import org.apache.catalina.valves.ValveBase;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the context of requests that a
 * servlet container serves.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ ServletRequestListener.class, FilterRegistrationBean.class })
@ConditionalOnFeature("observability.context.enabled")
@EnableConfigurationProperties(ContextProperties.class)
public final class ServletContextAutoConfiguration {

	private static final String SECURITY_ORDER = "spring.security.filter.order";

	/** As Boot orders the filter chain of Spring Security without that property. */
	private static final int DEFAULT_SECURITY_ORDER = -100;

	ServletContextAutoConfiguration() {
	}

	@Bean
	RequestLogContextFactory requestLogContextFactory(ContextProperties properties,
			ObjectProvider<RequestIdGenerator> generator) {
		return new RequestLogContextFactory(properties, generator.getIfAvailable());
	}

	@Bean
	RequestBoundary requestBoundary(RequestLogContextFactory requestLogContextFactory) {
		return new RequestBoundary(requestLogContextFactory);
	}

	@Bean
	FilterRegistrationBean<RequestLogContextFilter> requestLogContextFilter(RequestBoundary requestBoundary,
			RequestLogContextFactory requestLogContextFactory, ObjectProvider<CompletedSpan> completedSpan) {
		FilterRegistrationBean<RequestLogContextFilter> registration = new FilterRegistrationBean<>(
				new RequestLogContextFilter(requestBoundary, requestLogContextFactory, completedSpan.getIfAvailable()));
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
		return registration;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ValveBase.class, ConfigurableTomcatWebServerFactory.class })
	static class TomcatConfiguration {

		@Bean
		TomcatBoundaryCustomizer tomcatBoundaryCustomizer(RequestBoundary requestBoundary) {
			return new TomcatBoundaryCustomizer(requestBoundary);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnFeature("observability.context.user-id.enabled")
	static class UserIdConfiguration {

		@Bean
		@ConditionalOnMissingBean
		UserIdResolver userIdResolver() {
			return (request) -> {
				Principal principal = request.getUserPrincipal();
				return (principal != null) ? principal.getName() : null;
			};
		}

		@Bean
		FilterRegistrationBean<UserIdFilter> userIdFilter(UserIdResolver userIdResolver, Environment environment) {
			FilterRegistrationBean<UserIdFilter> registration = new FilterRegistrationBean<>(
					new UserIdFilter(userIdResolver));
			int security = environment.getProperty(SECURITY_ORDER, Integer.class, DEFAULT_SECURITY_ORDER);
			registration.setOrder((security != Ordered.LOWEST_PRECEDENCE) ? security + 1 : security);
			registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tracer.class, ServerHttpObservationFilter.class })
	static class TracingConfiguration {

		@Bean
		CompletedSpan completedSpan(ObjectProvider<Tracer> tracer, Environment environment) {
			return new CompletedSpan(tracer, BaggageFields.inMdc(environment));
		}

	}

}
