package io.github.observability.context;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class ServletContextAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServletContextAutoConfiguration.class));

	@Test
	void registersBoundaryAndFilters() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(RequestBoundary.class)
			.hasSingleBean(TomcatBoundaryCustomizer.class)
			.hasBean("requestLogContextFilter")
			.hasBean("userIdFilter"));
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("observability.context.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ServletContextAutoConfiguration.class));
	}

	@Test
	void hasNoUserIdWhenDisabled() {
		this.runner.withPropertyValues("observability.context.user-id.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(UserIdResolver.class)
				.doesNotHaveBean("userIdFilter")
				.hasBean("requestLogContextFilter"));
	}

	@Test
	void usesOwnUserIdResolver() {
		UserIdResolver own = (request) -> "own";
		this.runner.withBean(UserIdResolver.class, () -> own)
			.run((context) -> assertThat(context.getBean(UserIdResolver.class)).isSameAs(own));
	}

	@Test
	void worksWithoutTracing() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
			.run((context) -> assertThat(context).doesNotHaveBean(CompletedSpan.class)
				.hasBean("requestLogContextFilter"));
	}

	@Test
	void worksWithoutTomcatAndJetty() {
		this.runner.withClassLoader(new FilteredClassLoader("org.apache.catalina", "org.eclipse.jetty"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RequestBoundary.class)
				.doesNotHaveBean(TomcatBoundaryCustomizer.class));
	}

	@Test
	void worksWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).doesNotHaveBean(CompletedSpan.class)
				.hasBean("requestLogContextFilter"));
	}

	@Test
	void backsOffOutsideAServletApplication() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ServletContextAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(ServletContextAutoConfiguration.class));
	}

	@ParameterizedTest
	@CsvSource({ "X-Request-Id, X-Correlation-Id", "X-Correlation-Id, X-Request-Id" })
	void readsAndSendsTheIdInTheHeaderThatIsSet(String header, String other) {
		this.runner.withPropertyValues("observability.context.request-id.header=" + header).run((context) -> {
			MockHttpServletRequest request = new MockHttpServletRequest();
			request.addHeader(header, "r-1");
			request.addHeader(other, "r-2");
			MockHttpServletResponse response = new MockHttpServletResponse();
			context.getBean("requestLogContextFilter", FilterRegistrationBean.class)
				.getFilter()
				.doFilter(request, response, new MockFilterChain());
			assertThat(response.getHeader(header)).isEqualTo("r-1");
			assertThat(response.getHeader(other)).isNull();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					observability.context.request-id.header=X Request | 'observability.context.request-id.header' must be the name of an HTTP header, but was 'X Request'; use 'X-Request'
					observability.context.headers[X Y]=tenant         | 'observability.context.headers' must be the name of an HTTP header, but was 'X Y'; use 'X-Y'
					observability.context.headers.X-Tenant=traceId    | 'observability.context.headers.X-Tenant' must name an MDC key that is neither blank nor one of [traceId, spanId, requestId, userId], but was 'traceId'
					""",
			quoteCharacter = '"')
	void namesWrongValues(String property, String message) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage(message));
	}

}
