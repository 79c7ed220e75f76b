package io.github.observability.tracing;

import java.util.List;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import jakarta.servlet.Filter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.Assert;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for trace ids in responses of
 * servlet applications.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ OtelTracer.class, Filter.class, FilterRegistrationBean.class })
@ConditionalOnNoJavaAgent
@ConditionalOnFeature("observability.tracing.enabled")
@EnableConfigurationProperties(TraceProperties.class)
public final class ServletTraceIdsAutoConfiguration {

	/** Directly after the observation filter, which starts the trace. */
	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 2;

	ServletTraceIdsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnProperty("observability.tracing.response-header")
	FilterRegistrationBean<TraceIdHeaderFilter> traceIdHeaderFilter(TraceProperties properties) {
		String header = properties.responseHeader();
		Assert.state(header != null, "'observability.tracing.response-header' is not set");
		FilterRegistrationBean<TraceIdHeaderFilter> registration = new FilterRegistrationBean<>(
				new TraceIdHeaderFilter(header));
		registration.setOrder(ORDER);
		return registration;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebMvcConfigurer.class, ErrorResponse.class })
	@ConditionalOnProperty("observability.tracing.problem-property")
	static class Problems {

		@Bean
		WebMvcConfigurer problemTraceIdConfigurer(TraceProperties properties) {
			String property = properties.problemProperty();
			Assert.state(property != null, "'observability.tracing.problem-property' is not set");
			return new WebMvcConfigurer() {

				@Override
				public void addErrorResponseInterceptors(List<ErrorResponse.Interceptor> interceptors) {
					interceptors.add(new ProblemTraceId(property));
				}

			};
		}

	}

}
