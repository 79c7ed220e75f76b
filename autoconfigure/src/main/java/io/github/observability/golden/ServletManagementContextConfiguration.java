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
 * container that serves the actuator alone, on a port of its own: none of it is traffic.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class, ContextRegistry.class })
@ConditionalOnFeature({ "observability.golden.enabled", "observability.golden.ignore-actuator" })
final class ServletManagementContextConfiguration {

	@Bean
	FilterRegistrationBean<UnobservedFilter> unobservedFilter() {
		FilterRegistrationBean<UnobservedFilter> registration = new FilterRegistrationBean<>(new UnobservedFilter());
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
		return registration;
	}

	/**
	 * Marks all requests.
	 */
	static final class UnobservedFilter implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			boolean before = Unobserved.enter();
			try {
				chain.doFilter(request, response);
			}
			finally {
				Unobserved.restore(before);
			}
		}

	}

}
