package io.github.observability.golden;

import java.io.IOException;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.context.ContextRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * {@link ManagementContextConfiguration @ManagementContextConfiguration} of a servlet
 * container that serves only the actuator, on its own port: all of its requests are
 * ignored.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class, ContextRegistry.class })
@ConditionalOnFeature({ "observability.golden.enabled", "observability.golden.ignore-actuator" })
final class ServletManagementContextConfiguration {

	@Bean
	FilterRegistrationBean<SuppressionFilter> suppressionFilter() {
		FilterRegistrationBean<SuppressionFilter> registration = new FilterRegistrationBean<>(new SuppressionFilter());
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
		return registration;
	}

	/**
	 * Suppresses the observations of all requests.
	 */
	static final class SuppressionFilter implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			boolean before = RequestSuppression.enter();
			try {
				chain.doFilter(request, response);
			}
			finally {
				RequestSuppression.restore(before);
			}
		}

	}

}
