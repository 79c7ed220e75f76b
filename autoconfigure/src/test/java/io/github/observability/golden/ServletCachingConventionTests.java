package io.github.observability.golden;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class ServletCachingConventionTests {

	private final ServletCachingConvention convention = new ServletCachingConvention(
			HttpNames.server(SemanticConvention.MICROMETER));

	private final DefaultServerRequestObservationConvention spring = new DefaultServerRequestObservationConvention(
			"http.server.requests");

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			GET,    /rides/{id}, 200
			POST,   /rides,      201
			BREW,   /rides,      418
			GET,    '',          200
			GET,    -,           404
			GET,    -,           302
			GET,    /rides,      503
			GET,    /rides,      99
			GET,    /rides,      600
			GET,    /rides,      799
			DELETE, /**,         404
			""")
	void saysWhatSpringDoes(String method, String pattern, int status) {
		for (int i = 0; i < 2; i++) {
			ServerRequestObservationContext context = context(method, pattern, status);
			assertThat(this.convention.getLowCardinalityKeyValues(context))
				.isEqualTo(this.spring.getLowCardinalityKeyValues(context));
			assertThat(this.convention.getContextualName(context)).isEqualTo(this.spring.getContextualName(context));
		}
	}

	@Test
	void holdsNoMoreThanItMay() {
		for (int i = 0; i < 5_000; i++) {
			ServerRequestObservationContext context = context("GET", "/" + i, 200);
			assertThat(this.convention.getLowCardinalityKeyValues(context))
				.isEqualTo(this.spring.getLowCardinalityKeyValues(context));
		}
		ServerRequestObservationContext beyond = context("GET", "/4999", 200);
		assertThat(this.convention.uri(beyond)).isNotSameAs(this.convention.uri(beyond));
		ServerRequestObservationContext within = context("GET", "/0", 200);
		assertThat(this.convention.uri(within)).isSameAs(this.convention.uri(within));
	}

	private static ServerRequestObservationContext context(String method, String pattern, int status) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		response.setStatus(status);
		ServerRequestObservationContext context = new ServerRequestObservationContext(
				new MockHttpServletRequest(method, "/somewhere"), response);
		context.setPathPattern(pattern);
		return context;
	}

}
