package io.github.observability.context;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpMethod;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;

import static org.assertj.core.api.Assertions.assertThat;

class TrustedHostsTests {

	private final TrustedHosts hosts = new TrustedHosts(List.of("Api.example.org", "*.internal", "[::1]"));

	@ParameterizedTest
	@CsvSource({ "http://api.example.org:8080/x, true", "http://API.example.org/, true", "http://a.b.internal/, true",
			"http://[::1]:80/, true", "http://internal/, false", "http://example.org/, false",
			"http://api.example.org.evil.com/, false", "http://evilinternal/, false",
			"http://api.example.org@evil.com/, false" })
	void matchesTheWholeHost(URI url, boolean allowed) {
		assertThat(this.hosts.allow(new MockClientHttpRequest(HttpMethod.GET, url))).isEqualTo(allowed);
		assertThat(this.hosts.allow(ClientRequest.create(HttpMethod.GET, url))).isEqualTo(allowed);
	}

	@Test
	void limitsNothingElse() {
		assertThat(this.hosts.allow("message")).isTrue();
		assertThat(this.hosts.allow(null)).isTrue();
	}

	@Test
	void allowsAllByDefault() {
		assertThat(new TrustedHosts(List.of()).allow(new MockClientHttpRequest())).isTrue();
	}

}
