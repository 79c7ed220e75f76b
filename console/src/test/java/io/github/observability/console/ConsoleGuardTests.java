package io.github.observability.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConsoleGuard}.
 */
class ConsoleGuardTests {

	private static final String TOKEN = "AbCdEfGhIjKlMnOpQrStUvWx";

	private final ConsoleGuard guard = guard();

	private final Map<String, String> headers = new HashMap<>(
			Map.of("host", "localhost:8080", "authorization", "Bearer " + TOKEN));

	@Test
	void letsAReaderWithTheTokenThrough() {
		assertThat(check("GET", "/api/now", "")).isNull();
	}

	@Test
	void takesTheTokenAsACookie() {
		this.headers.remove("authorization");
		this.headers.put("cookie", "a=b; " + ConsoleGuard.COOKIE + "=" + TOKEN + "; c=d");
		assertThat(check("GET", "/", "")).isNull();
	}

	@Test
	void turnsTheTokenOfTheUrlIntoACookie() {
		this.headers.remove("authorization");
		ConsoleResponse response = check("GET", "", "token=" + TOKEN);
		assertThat(response).isNotNull();
		assertThat(response.status()).isEqualTo(303);
		assertThat(response.headers()).containsEntry("Location", "/app/observability/")
			.containsEntry("Set-Cookie",
					ConsoleGuard.COOKIE + "=" + TOKEN + "; Path=/app/observability; HttpOnly; SameSite=Strict");
	}

	@Test
	void takesTheTokenOfTheUrlNowhereElse() {
		this.headers.remove("authorization");
		assertThat(status("GET", "/api/now", "token=" + TOKEN)).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Bearer ", "Bearer AbCdEfGhIjKlMnOpQrStUvW", "Bearer abcdefghijklmnopqrstuvwx",
			"Bearer AbCdEfGhIjKlMnOpQrStUvWxY", "bearer AbCdEfGhIjKlMnOpQrStUvWx", "Basic AbCdEfGhIjKlMnOpQrStUvWx" })
	void refusesAnyOtherToken(String authorization) {
		this.headers.put("authorization", authorization);
		assertThat(status("GET", "/api/now", "")).isEqualTo(401);
		assertThat(status("GET", "/api/events", "")).isEqualTo(401);
		assertThat(status("GET", "/console.js", "")).isEqualTo(401);
	}

	@Test
	void refusesAWrongTokenInTheUrlDespiteACookie() {
		assertThat(status("GET", "", "token=wrong")).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.nip.io", "",
			"10.0.0.5:8080", "[::2]:8080" })
	void refusesRebindingHosts(String host) {
		this.headers.put("host", host);
		assertThat(status("GET", "/api/now", "")).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LOCALHOST:1", "127.0.0.1:8080", "[::1]:8080" })
	void acceptsLocalNames(String host) {
		this.headers.put("host", host);
		assertThat(check("GET", "/api/now", "")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://evil.example", "null", "http://localhost:9999", "file://",
			"http://localhost:8080.evil" })
	void refusesForeignOrigins(String origin) {
		this.headers.put("origin", origin);
		assertThat(status("GET", "/api/now", "")).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "forwarded", "x-forwarded-for", "x-real-ip" })
	void refusesWhatAProxyForwards(String header) {
		this.headers.put(header, "127.0.0.1");
		assertThat(status("GET", "/api/now", "")).isEqualTo(403);
		assertThat(guard("localhost").check(request("GET", "/api/now", "", ConsoleProperties.loopback()))).isNull();
	}

	@Test
	void acceptsItsOwnOrigin() {
		this.headers.put("origin", "http://localhost:8080");
		this.headers.put("sec-fetch-site", "same-origin");
		assertThat(check("GET", "/api/now", "")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "cross-site, no-cors, 403", "same-site, cors, 403", "cross-site, navigate, 200",
			"none, navigate, 200" })
	void refusesRequestsThatPagesOfOtherSitesMake(String site, String mode, int status) {
		this.headers.put("sec-fetch-site", site);
		this.headers.put("sec-fetch-mode", mode);
		assertThat(status("GET", "/api/now", "")).isEqualTo(status);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE", "get" })
	void refusesEverythingButReading(String method) {
		assertThat(status(method, "/api/now", "")).isEqualTo(405);
	}

	@Test
	void letsMessagesOfTheModelContextProtocolThrough() {
		assertThat(check("POST", "/mcp", "")).isNull();
		assertThat(status("PUT", "/mcp", "")).isEqualTo(405);
		this.headers.remove("authorization");
		assertThat(status("POST", "/mcp", "")).isEqualTo(401);
	}

	@Test
	void letsAMethodBeTimedByItsOwnPageOnly() {
		assertThat(check("POST", "/api/timing", "")).isNull();
		assertThat(status("PUT", "/api/timing", "")).isEqualTo(405);
		this.headers.put("origin", "http://localhost:8080");
		this.headers.put("sec-fetch-site", "same-origin");
		assertThat(check("POST", "/api/timing", "")).isNull();
		this.headers.remove("authorization");
		assertThat(status("POST", "/api/timing", "")).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://evil.example", "null", "http://localhost:9999" })
	void refusesToTimeForForeignOrigins(String origin) {
		this.headers.put("origin", origin);
		assertThat(status("POST", "/api/timing", "")).isEqualTo(403);
	}

	@ParameterizedTest
	@CsvSource({ "cross-site, navigate", "same-site, navigate", "cross-site, no-cors", "same-site, cors" })
	void refusesToTimeForFormsAndScriptsOfOtherSites(String site, String mode) {
		this.headers.put("sec-fetch-site", site);
		this.headers.put("sec-fetch-mode", mode);
		assertThat(status("POST", "/api/timing", "")).isEqualTo(403);
	}

	@Test
	void refusesWebSockets() {
		this.headers.put("upgrade", "websocket");
		assertThat(status("GET", "/api/events", "")).isEqualTo(400);
	}

	@Test
	void refusesPeersOfOtherMachinesUnlessHostsAreAllowed() throws UnknownHostException {
		InetAddress other = InetAddress.getByAddress(new byte[] { 10, 0, 0, 7 });
		assertThat(this.guard.check(request("GET", "/api/now", "", other)).status()).isEqualTo(403);
		assertThat(this.guard.check(request("GET", "/api/now", "", null)).status()).isEqualTo(403);
		ConsoleGuard open = guard("Workspace.example");
		assertThat(open.check(request("GET", "/api/now", "", other))).isNull();
		this.headers.put("host", "workspace.example");
		assertThat(open.check(request("GET", "/api/now", "", other))).isNull();
		assertThat(this.guard.check(request("GET", "/api/now", "", ConsoleProperties.loopback())).status())
			.isEqualTo(403);
	}

	@Test
	void survivesHugeHeadersAndQueries() {
		this.headers.remove("authorization");
		this.headers.put("cookie", "x=" + "y".repeat(1_000_000));
		assertThat(status("GET", "/", "a=b&".repeat(1_000_000))).isEqualTo(401);
		this.headers.put("cookie", ";".repeat(8000) + "=");
		assertThat(status("GET", "", "token=%zz")).isEqualTo(401);
	}

	@Test
	void protectsEveryResponse() {
		this.headers.remove("authorization");
		ConsoleResponse response = check("GET", "/api/now", "");
		assertThat(response.headers()).containsEntry("X-Content-Type-Options", "nosniff")
			.containsEntry("X-Frame-Options", "DENY")
			.containsEntry("Referrer-Policy", "no-referrer")
			.containsEntry("Cache-Control", "no-store")
			.doesNotContainKey("Access-Control-Allow-Origin");
		assertThat(response.headers().get("Content-Security-Policy"))
			.contains("default-src 'none'", "script-src 'self'")
			.doesNotContain("unsafe");
	}

	@Test
	void makesTokensThatDiffer() {
		assertThat(ConsoleGuard.newToken()).hasSize(32).isNotEqualTo(ConsoleGuard.newToken());
	}

	private @Nullable ConsoleResponse check(String method, String path, String query) {
		return this.guard.check(request(method, path, query, ConsoleProperties.loopback()));
	}

	private int status(String method, String path, String query) {
		ConsoleResponse response = check(method, path, query);
		return (response != null) ? response.status() : 200;
	}

	private ConsoleRequest request(String method, String path, String query, @Nullable InetAddress peer) {
		return new ConsoleRequest(method, "/app/observability", path, query,
				(name) -> this.headers.get(name.toLowerCase(Locale.ROOT)), peer, ConsoleRequest.NO_BODY);
	}

	private static ConsoleGuard guard(String... hosts) {
		return new ConsoleGuard(TOKEN, new ConsoleProperties(true, "/observability", false, null, List.of(hosts), 0, 10,
				DataSize.ofMegabytes(1), 10, null));
	}

}
