package io.github.observability.context.propagation;

import java.net.URI;
import java.util.List;
import java.util.Map;

import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
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
		assertThat(this.hosts.allow(new okhttp3.Request.Builder().url(url.toString()))).isEqualTo(allowed);
		assertThat(this.hosts.allow(feign(url.toString()))).isEqualTo(allowed);
		assertThat(this.hosts.allow(java.net.http.HttpRequest.newBuilder(url))).isEqualTo(allowed);
		assertThat(this.hosts.allow(new BasicHttpRequest("GET", url))).isEqualTo(allowed);
	}

	@ParameterizedTest
	@CsvSource({ "http://my_service/, true", "http://my_service:8080/x, true", "http://user@my_service:8080/x, true",
			"http://my_service@evil_host/, false", "http://my_service.evil_host/, false",
			"http://evil_host/my_service, false", "http://evil_host#@my_service, false" })
	void matchesTheWholeOfANameThatIsNoneByTheGrammar(URI url, boolean allowed) {
		TrustedHosts underscore = new TrustedHosts(List.of("my_service"));
		assertThat(underscore.allow(new MockClientHttpRequest(HttpMethod.GET, url))).isEqualTo(allowed);
		assertThat(underscore.allow(ClientRequest.create(HttpMethod.GET, url))).isEqualTo(allowed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "mailto:a@api.example.org", "/relative", "http://api.example.org ", "no url" })
	void sendsNothingToWhatNamesNoHost(String url) {
		assertThat(this.hosts.allow(feign(url))).isFalse();
	}

	private static feign.Request feign(String url) {
		return feign.Request.create(feign.Request.HttpMethod.GET, url, Map.of(), feign.Request.Body.empty(), null);
	}

	@Test
	void sendsNothingToARequestWithoutAUrl() {
		assertThat(this.hosts.allow(java.net.http.HttpRequest.newBuilder())).isFalse();
		assertThat(this.hosts.allow(new BasicHttpRequest("GET", "/relative"))).isFalse();
	}

	@Test
	void leavesTheRequestIdToTheClientThatAnInstrumentedOneServes() {
		assertThat(TrustedHosts.isHttp(java.net.http.HttpRequest.newBuilder())).isFalse();
	}

	@Test
	void readsUrlsInANativeImage() throws Exception {
		RuntimeHints hints = new RuntimeHints();
		new InstrumentedRequestRuntimeHints().registerHints(hints, null);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(HttpRequest.class.getMethod("getUri")))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(java.net.http.HttpRequest.Builder.class.getMethod("build"))).accepts(hints);
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
