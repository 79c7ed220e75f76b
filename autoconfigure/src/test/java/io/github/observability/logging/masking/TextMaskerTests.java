package io.github.observability.logging.masking;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.observability.testing.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TextMaskerTests {

	private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

	private final MaskingCounts counts = new MaskingCounts();

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					password=hunter2 next | password=*** next
					Password: hunter2 | Password: ***
					{"password":"hunter2","a":1} | {"password":"***","a":1}
					{"password" : "hun\\"ter2"} | {"password" : "***"}
					{\\"password\\":\\"hunter2\\"} | {\\"password\\":\\"***\\"}
					User[name=bob, password=hunter2, age=3] | User[name=bob, password=***, age=3]
					{password=hunter2} | {password=***}
					user.password=hunter2 | user.password=***
					dbPasswd=hunter2;user=bob | dbPasswd=***;user=bob
					clientSecret=abc | clientSecret=***
					client_secret=abc&grant=x | client_secret=***&grant=x
					X-Api-Key: 12ab | X-Api-Key: ***
					api key: 12ab | api key: ***
					API_KEY=12ab | API_KEY=***
					/rides?token=12ab&x=1 | /rides?token=***&x=1
					access_token=12ab | access_token=***
					Authorization: Basic dXNlcjpwYXNz | Authorization: ***
					Authorization: Digest a="b", c=d | Authorization: ***
					[Authorization:"Bearer abc", Accept:"x"] | [Authorization:"***", Accept:"x"]
					Cookie: a=b; c=d | Cookie: ***
					Set-Cookie: sid=1; Path=/ | Set-Cookie: ***
					secrets=[one, two] rest | secrets=[***] rest
					<password>hunter2</password> | <password>***</password>
					password=p,w,x end | password=*** end
					on field 'password': rejected value [hunter2]; codes [x] | on field 'password': rejected value [***]; codes [x]
					password            : hunter2 | password            : ***
					user[password]=hunter2&a=1 | user[password]=***&a=1
					sent eyJhbGciOiJkaXIifQ..aXYtaXY.Y2lwaGVy.dGFn. | sent ***.
					sent eyJhbGciOiJSU0EifQ.a2V5.aXYtaXY.Y2lwaGVy.dGFn | sent ***
					jdbc:postgresql://bob:hunter2@db/rides | jdbc:postgresql://bob:***@db/rides
					sent Bearer abc.def-12345 to x | sent Bearer *** to x
					used basic dXNlcjpwYXNz | used basic ***
					paid with 4111111111111111 today | paid with *** today
					paid with 4111 1111 1111 1111 today | paid with *** today
					paid with 4111-1111-1111-1111, | paid with ***,
					amex 378282246310005 | amex ***
					amex 3782 822463 10005 | amex ***
					n=5555555555554444 | n=***
					n=2223003122003222 | n=***
					n=6011111111111117 | n=***
					User{password='it's', name='x'} | User{password='***', name='x'}
					<secret:key>abc</secret:key> <token>x</token> | <secret:key>abc</secret:key> <token>***</token>
					{"credentials":{"basic":{"user":"bob"},"key":"}S3CRET"}} | {"credentials":{***}}
					Config{credentials=C[user=bob, key=S3CRET]} | Config{credentials=***}
					postgres://user:a@S3CRET@host/db | postgres://user:***@host/db
					mysql://root:pa/ss@db/x | mysql://root:***@db/x
					https://S3CRET@github.com/a.git | https://***@github.com/a.git
					redis://S3CRET@cache:6379 | redis://***@cache:6379
					<wsse:Password Type="x">S3CRET</wsse:Password> | <wsse:Password Type="x">***</wsse:Password>
					<secret><![CDATA[a<b]]></secret> | <secret><![CDATA[***]]></secret>
					password -> S3CRET | password -> ***
					--password S3CRET -x | --password *** -x
					mysql -pS3CRET shop | mysql -p*** shop
					{name=Authorization, value=x} | {name=Authorization, value=***}
					<property name="password" value="x"/> | <property name="password" value="***"/>
					jdbc:oracle:thin:scott/tiger@//db | jdbc:oracle:thin:scott/***@//db
					?sig=0123456789012345678901234567&x=1 | ?sig=***&x=1
					""")
	void masksSecrets(String text, String masked) {
		assertThat(mask(text)).isEqualTo(masked);
		assertThat(this.counts.maskedSoFar()).isPositive();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Cookie: theme="dark"; SESSION=ZDk3 | Cookie: ***
			Cookie: theme="it's dark"; SESSION=ZDk3 | Cookie: ***
			Cookie: theme=" dark"; SESSION=ZDk3 | Cookie: ***
			Cookie: theme=""; SESSION=ZDk3 | Cookie: ***
			Cookie: theme="dark; SESSION=ZDk3 | Cookie: ***
			Cookie: theme=dark"; SESSION=ZDk3 | Cookie: ***
			Cookie: name=it's; SESSION=ZDk3 | Cookie: ***
			Cookie: path=c:\\\\x; SESSION=ZDk3 | Cookie: ***
			Cookie: prefs={"a":1}; SESSION=ZDk3 | Cookie: ***
			Cookie: prefs={"a":"}"}; SESSION=ZDk3 | Cookie: ***
			Cookie: prefs={"a":1; SESSION=ZDk3 | Cookie: ***
			Cookie: {"a":1}; SESSION=ZDk3 | Cookie: ***
			Cookie: cart[0]=7; SESSION=ZDk3 | Cookie: ***
			Cookie: mood=:); SESSION=ZDk3 | Cookie: ***
			Cookie: "theme"; SESSION=ZDk3 | Cookie: "***
			Set-Cookie: theme="dark"; SESSION=ZDk3; Path=/ | Set-Cookie: ***
			Authorization: Digest username="bob", response="6629" | Authorization: ***
			Authorization: MAC id="a", nonce="+b=", mac="c=" | Authorization: ***
			Authorization: OAuth realm= "x y", oauth_token="ZDk3" | Authorization: ***
			Proxy-Authorization: Digest username='bob', response='6629' | Proxy-Authorization: ***
			""")
	void masksHeadersToTheEndOfTheLine(String text, String masked) {
		assertThat(mask(text)).isEqualTo(masked);
		assertThat(mask("> " + text + "\nAccept: */*")).isEqualTo("> " + masked + "\nAccept: */*");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			[Cookie:"theme="dark"; SESSION=ZDk3", Accept:"x"] | [Cookie:"***", Accept:"x"]
			[Cookie:"theme=" dark"; SESSION=ZDk3", Accept:"x"] | [Cookie:"***", Accept:"x"]
			[Cookie:"theme=dark", "SESSION=ZDk3", Accept:"x"] | [Cookie:"***", Accept:"x"]
			[Cookie:"prefs={"a":"b","c":1}; SESSION=ZDk3", Accept:"x"] | [Cookie:"***", Accept:"x"]
			[Authorization:"MAC id="a", mac="b="", Accept:"x"] | [Authorization:"***", Accept:"x"]
			[Authorization:"Basic dXNlcjo=", Accept:"x"] | [Authorization:"***", Accept:"x"]
			{"Authorization":"Basic dXNlcjo=","path":"/x"} | {"Authorization":"***","path":"/x"}
			{"Cookie":"theme=\"dark\"; SESSION=ZDk3","path":"/x"} | {"Cookie":"***","path":"/x"}
			{\"Cookie\":\"theme=\\\"dark\\\"; SESSION=ZDk3\",\"a\":1} | {\"Cookie\":\"***\",\"a\":1}
			{"m":"Cookie: theme=\"dark\"; SESSION=ZDk3","path":"/x"} | {"m":"Cookie: ***","path":"/x"}
			{"m":"sent Cookie: theme=\"dark\"; SESSION=ZDk3","path":"/x"} | {"m":"sent Cookie: ***","path":"/x"}
			curl -H "Authorization: Basic dXNlcjo=" http://x | curl -H "Authorization: ***" http://x
			curl -H 'Authorization: Digest a="b", c="d"' http://x | curl -H 'Authorization: ***' http://x
			{headers={Cookie=theme="dark"; SESSION=ZDk3}, status=200} | {headers={Cookie=***}, status=200}
			{Cookie=[theme="dark"; SESSION=ZDk3], Accept=[x]} | {Cookie=[***], Accept=[x]}
			Request[cookie='theme="dark"; SESSION=ZDk3', path='/x'] | Request[cookie='***', path='/x']
			""")
	void masksHeadersToTheEndOfWhatHoldsThem(String text, String masked) {
		assertThat(mask(text)).isEqualTo(masked);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"Authorization":"Digest (a)\\nZDk3","path":"/x"} | {"Authorization":"***","path":"/x"}
			{authorization=Token[\\n value=ZDk3\\n]} | {authorization=***}
			Cookie: {\\n "a":1\\n}; SESSION=ZDk3 | Cookie: ***
			""")
	void masksHeadersOfSeveralLines(String text, String masked) {
		assertThat(mask(text.replace("\\n", "\n"))).isEqualTo(masked);
	}

	@ParameterizedTest
	@ValueSource(strings = { "App 0030abcd", "Key k1:abc", "AWS AKIDEXAMPLE:frJIUN8DYpKD", "MAC id=\"a\", mac=\"b\"",
			"SSO abcdefgh", "Hub x", "Jwt", "Valid 4711", "Ok dXNlcjpwYXNz", "The abc=", "Can user:hunter",
			"Length abcdefghijklmnopqrst" })
	void masksCredentialsOfAnyScheme(String credentials) {
		assertThat(mask("Authorization: " + credentials)).isEqualTo("Authorization: ***");
		assertThat(mask("Proxy-Authorization: " + credentials)).isEqualTo("Proxy-Authorization: ***");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization: not required for this route", "Authorization: missing",
			"Authorization: denied, see the docs: Roles", "Cookie: must not be empty, please log in",
			"Cookie: the session is absent.", "Proxy-Authorization: no credentials given",
			"{\"m\":\"Authorization: is missing\",\"status\":401}" })
	void showsSentencesAboutHeaders(String text) {
		assertThat(mask(text)).isSameAs(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Greeting 4711 made", "max_tokens=4096", "tokenType: bearer x",
			"Basic authentication failed", "at 2026-11-23T10:15:30.123Z", "http://localhost:8080/rides",
			"order 4111111111111112", "epoch 1764000000000000", "4bf92f3577b34da6a3ce929d0e0e4736", "key: value",
			"password=", "password: ", "a@b", "eyJ", "eyJ.x.y", "-----BEGIN CERTIFICATE-----", "4111111111111111a",
			"123456789012345678901234", "password=***", "\uD83D\uDE00 \u00e9", "user@example.com",
			"arn:aws:secretsmanager:x:secret:prod/db", "ssh://git@host/x", "http://localhost:8080/a:b@c",
			"docker run -p 8080:80", "password=${DB_PASSWORD}", "usage: login <password> [--force]",
			"credentials=[PROTECTED]", "PWD=/home/bob" })
	void leavesCleanTextAsItIs(String text) {
		assertThat(mask(text)).isSameAs(text);
		assertThat(this.counts.maskedSoFar()).isEqualTo(0);
	}

	@Test
	void masksTokens() {
		assertThat(mask("got " + JWT + " back")).isEqualTo("got *** back");
		assertThat(mask(JWT)).isEqualTo("***");
	}

	@Test
	void masksATokenThatReadingStopsIn() {
		String text = "got " + JWT;
		TextMasker masker = masker(false);
		assertThat(masker.mask(text, 30, this.counts)).isEqualTo("got ***");
	}

	@Test
	void masksAPasswordOfAnUrlThatReadingStopsIn() {
		String text = "jdbc:db://bob:hunter2hunter2@db/rides";
		assertThat(masker(false).mask(text, 20, this.counts)).isEqualTo("jdbc:db://bob:***");
	}

	@Test
	void masksPrivateKeys() {
		String key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----";
		assertThat(mask("a\n" + key + "\nb")).isEqualTo("a\n***\nb");
		assertThat(mask("a " + key.substring(0, 40))).isEqualTo("a ***");
	}

	@Test
	void masksEmailOnRequest() {
		assertThat(masker(true).mask("to ada.b+c@example.co.uk.", 25, this.counts)).isEqualTo("to ***.");
	}

	@Test
	void masksSeveralSecrets() {
		assertThat(mask("password=a token=b " + JWT + " 4111111111111111")).isEqualTo("password=*** token=*** *** ***");
		assertThat(this.counts.maskedSoFar()).isEqualTo(4);
	}

	@Test
	void repairsHalvesOfSurrogatePairs() {
		assertThat(mask("a\uD83Db\uDE00c")).isEqualTo("a\uFFFDb\uFFFDc");
		assertThat(mask("\uD83D")).isEqualTo("\uFFFD");
		assertThat(this.counts.maskedSoFar()).isEqualTo(0);
	}

	@Test
	void repairsButMasksNothingWhenOff() {
		TextMasker masker = new TextMasker(new SecretKeys(Set.of(), Set.of()), false, false, true);
		assertThat(masker.mask("password=x \uD83D", 12, this.counts)).isEqualTo("password=x \uFFFD");
	}

	@ParameterizedTest
	@ValueSource(strings = { "=", ":", "://", "://:x", "eyJ", "eyJ-", "1", "1 ", "4111 ", "b", "bearer ", "password",
			"password=\"", "-----BEGIN ", "@", "a@", ">", "<password>", "<password>a", "<password></a>", "<token ",
			"&lt;token&gt;", "a:b@", "\\\"", "\"", "'", "key ", "eyJabcdefgh.", "user[password]", "[", "password=[",
			"password=a(", "{\"secret\":", "password:\n", "password:\n ", "password: |\n x\n", "-p", " -p", " --token",
			" --token ", "secret->", "name=token,value=", "value=", "ghp_", "pypi-AgEI-", "%3D", "                =",
			"\\", "Cookie: a=\"", "Cookie: a=\" ", "\"Cookie: a=\" ", "Cookie: a='x\" ", "Cookie: a=\\\"", "Cookie: a}",
			"Cookie: {", "Cookie: {}; ", "cookie=[", "cookie={}", "Cookie:\"", "Cookie:\"a\", ", "Cookie:\"a\", \"b\":",
			"Cookie:\"a\", 'b", "cookie={\n", "Cookie:\"a=\", ", "Cookie:\"(\", ", "Cookie:\"a=(\" ", "Cookie: not ",
			"Authorization: not\n", "\uD83D" })
	void readsHostileTextInLinearTime(String part) {
		TextMasker masker = masker(true);
		int length = Volume.of(20_000, 200_000);
		String text = part.repeat(length / part.length());
		String larger = part.repeat(8 * length / part.length());
		masker.mask(text, text.length(), this.counts);
		long time = leastCpuTime(masker, text);
		// Eight times the text takes eight times as long, or 64 times if it is read
		// again.
		assertThat(leastCpuTime(masker, larger)).isLessThan(24 * time + TimeUnit.MILLISECONDS.toNanos(20));
	}

	private long leastCpuTime(TextMasker masker, String text) {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 3; i++) {
			long start = threads.getCurrentThreadCpuTime();
			assertThat(masker.mask(text, text.length(), this.counts)).isNotEmpty();
			least = Math.min(least, threads.getCurrentThreadCpuTime() - start);
		}
		return least;
	}

	@Test
	void masksToTheEndOfWhatIsNestedTooDeep() {
		String nested = "password=" + "[".repeat(10_000) + "hunter2" + "]".repeat(10_000) + " end";
		assertThat(mask(nested)).isEqualTo("password=[***] end");
		assertThat(mask("password=" + "[{(".repeat(10_000) + "hunter2")).isEqualTo("password=[***");
	}

	@Test
	void readsALineOfQuotes() {
		String quotes = "\"".repeat(10 * 1024 * 1024);
		assertThat(mask(quotes)).isSameAs(quotes);
		assertThat(mask("Cookie: a=" + quotes)).startsWith("Cookie: ***");
		assertThat(mask("[Cookie:\"a=" + quotes)).startsWith("[Cookie:\"***");
	}

	@ParameterizedTest
	@ValueSource(strings = { "password", "db.password", "DB_PASSWORD", "passwordHash", "clientSecret", "token",
			"access-token", "csrf_token", "Authorization", "Proxy-Authorization", "cookie", "Set-Cookie", "api-key",
			"apiKey", "X-API-KEY", "private_key", "credentials", "tenant-pin", "pass", "DB_PASS" })
	void knowsSecretKeys(String key) {
		assertThat(new SecretKeys(Set.of("tenantPin"), Set.of()).isSecret(key)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "tokens", "max_tokens", "tokenType", "key", "user", "author", "", "ride.id",
			"password.policy" })
	void knowsOtherKeys(String key) {
		assertThat(new SecretKeys(List.of(), Set.of("passwordPolicy")).isSecret(key)).isFalse();
	}

	private String mask(String text) {
		return masker(false).mask(text, text.length(), this.counts);
	}

	private static TextMasker masker(boolean email) {
		return new TextMasker(new SecretKeys(Set.of(), Set.of()), true, email, true);
	}

}
