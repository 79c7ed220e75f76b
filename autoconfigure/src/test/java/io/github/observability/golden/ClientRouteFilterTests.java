package io.github.observability.golden;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClientRouteFilterTests {

	@ParameterizedTest
	@CsvSource({ "/rides/42, /rides/{id}", "/rides/42/fare, /rides/{id}/fare", "/42, /{id}", "/a//7, /a//{id}",
			"/rides?token=secret, /rides", "/rides/42?token=secret, /rides/{id}", "/rides#top, /rides",
			"/rides;jsessionid=1, /rides", "/orders/2026-11-23, /orders/{id}",
			"/u/123e4567-e89b-12d3-a456-426614174000, /u/{id}", "/c/deadbeefdeadbee1, /c/{id}",
			"/t/eyJhbGciOiJIUzI1NiJ9abc, /t/{id}", "/u/jane@example.org, /u/{id}", "/u/jane%20doe, /u/{id}",
			"/rides/{id}/17, /rides/{id}/{id}" })
	void makesARouteOfAPath(String path, String route) {
		assertThat(ClientRouteFilter.Uris.of(path)).isEqualTo(route);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "none", "/rides", "/rides/{id}", "/api/v2/rides", "/rides/{id:[0-9]+?}", "/**",
			"/rides/{a}-{b}", "/a/averylongwordwithoutanydigit", "/oauth2/token" })
	void leavesTemplatesAndWordsAlone(String route) {
		assertThat(ClientRouteFilter.Uris.of(route)).isSameAs(route);
	}

	@ParameterizedTest
	@CsvSource({ "https://host/rides?token=secret#x, https://host/rides",
			"https://me:secret@host/rides, https://host/rides", "https://me:secret@host, https://host",
			"https://me@host?a=b@c, https://host", "https://host/u/a@b, https://host/u/a@b",
			"/rides?x=http://y@z, /rides", "none, none" })
	void leavesSecretsOutOfUrls(String url, String cleaned) {
		assertThat(ClientRouteFilter.Uris.withoutSecrets(url)).isEqualTo(cleaned);
	}

}
