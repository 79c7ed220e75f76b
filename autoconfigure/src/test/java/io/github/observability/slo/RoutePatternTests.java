package io.github.observability.slo;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RoutePatternTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			/rides,            /rides
			/rides/{id},       /rides/{id}
			/rides/**,         /rides
			/rides/**,         /rides/{id}
			/rides/**,         /rides/{id}/route
			/rides/*,          /rides/{id}
			/rides/*/route,    /rides/{id}/route
			/api/**/route,     /api/rides/{id}/route
			/api/v*/rides,     /api/v2/rides
			/**,               /rides
			/**,               UNKNOWN
			/a.b+c,            /a.b+c
			*.do,              *.do
			/*.do,             /*.do
			""")
	void matches(String pattern, String route) {
		assertThat(new RoutePattern(pattern).matches(route)).isTrue();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			/rides,            /ridesharing
			/rides,            /rides/{id}
			/rides/{id},       /rides/latest
			/rides/**,         /ridesharing
			/rides/*,          /rides/{id}/route
			/rides/**,         UNKNOWN
			*.do,              *.action
			*.do,              /rides/save.do
			/a.b+c,            /aXbbc
			""")
	void doesNotMatch(String pattern, String route) {
		assertThat(new RoutePattern(pattern).matches(route)).isFalse();
	}

}
