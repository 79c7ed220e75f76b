package io.github.observability.logging.masking;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SecretKeysTests {

	private final SecretKeys keys = new SecretKeys(List.of(), List.of());

	static Collection<String> anywhere() {
		return SecretKeys.ANYWHERE;
	}

	static Collection<String> last() {
		return SecretKeys.LAST;
	}

	static Collection<String> kindsOfKeys() {
		return SecretKeys.KINDS_OF_KEYS;
	}

	static Collection<String> endings() {
		return SecretKeys.ENDINGS;
	}

	static Stream<String> qualifiers() {
		return SecretKeys.QUALIFIERS.stream();
	}

	static Collection<String> parsers() {
		return SecretKeys.PARSERS;
	}

	@ParameterizedTest
	@MethodSource("anywhere")
	void areSecretByAWordAnywhere(String word) {
		assertThat(spellings(word)).allMatch(this.keys::isSecret);
		assertThat(this.keys.isSecret(word + "_hash")).isTrue();
		assertThat(this.keys.isSecret("my-" + word)).isTrue();
		assertThat(this.keys.isSecret(word + "ary")).isFalse();
		assertThat(this.keys.isSecret(word + ".length")).isFalse();
	}

	@ParameterizedTest
	@MethodSource("last")
	void areSecretByTheLastWord(String word) {
		assertThat(spellings(word)).allMatch(this.keys::isSecret);
		assertThat(this.keys.isSecret("my_" + word)).isTrue();
		assertThat(this.keys.isSecret(word + "_left")).isFalse();
		assertThat(this.keys.isSecret(word + "ify")).isFalse();
	}

	@ParameterizedTest
	@MethodSource("kindsOfKeys")
	void areSecretByTheKindOfKey(String kind) {
		assertThat(List.of(kind + "-key", kind.toUpperCase(Locale.ROOT) + "_KEY", kind + "Key", "my." + kind + ".key"))
			.allMatch(this.keys::isSecret);
		assertThat(this.keys.isSecret("key")).isFalse();
		assertThat(this.keys.isSecret("public_key")).isFalse();
		assertThat(this.keys.isSecret(kind + "_key_name")).isFalse();
	}

	@ParameterizedTest
	@MethodSource("endings")
	void areSecretByTheEndOfAWord(String ending) {
		assertThat(this.keys.isSecret("client" + ending)).isTrue();
		assertThat(this.keys.isSecret("client" + ending + "x")).isFalse();
	}

	@ParameterizedTest
	@MethodSource("qualifiers")
	void areNotSecretIfTheySayMoreAboutASecret(String qualifier) {
		assertThat(this.keys.isSecret("password_" + qualifier)).isFalse();
		assertThat(this.keys.isSecret("my.cookie." + qualifier)).isFalse();
		assertThat(this.keys.isSecret(qualifier + "_password")).isTrue();
	}

	@ParameterizedTest
	@MethodSource("parsers")
	void areNotTokensOfParsers(String word) {
		TextMasker masker = new TextMasker(this.keys, true, false, true);
		String parser = word + " token: X17 near line 1";
		assertThat(masker.mask(parser, parser.length(), new MaskingCounts())).isSameAs(parser);
		String other = "session token: X17abc near line 1";
		assertThat(masker.mask(other, other.length(), new MaskingCounts())).isEqualTo("session token: *** near line 1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "secretary", "secretariat", "tokens", "total_tokens", "promptTokens", "passwordResetPage",
			"cookieConsent", "compass", "bypass", "passenger", "passed", "keyboard", "monkey", "authorized", "author",
			"tokenizer", "passport", "surpass", "accessKeyId", "tokenId", "credentialsProvider", "Password.java",
			"BadCredentialsException", "sessionCount" })
	void onlyLookSecret(String key) {
		assertThat(this.keys.isSecret(key)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "secretId", "session_id", "sessionId", "JSESSIONID", "tokenValue", "csrfToken", "userPwd",
			"clientsecret", "DBPassword", "AWS_SECRET_ACCESS_KEY", "spring.datasource.password", "password2", "apiKey1",
			"myapi-key", "cvv2", "oauth2_token", "X-Amz-Security-Token" })
	void areSecret(String key) {
		assertThat(this.keys.isSecret(key)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "pin,tenant-pin,true", "pin,shopping,false", "pin,pinned,false", "taxNumber,customer.tax_number,true",
			"taxNumber,taxNumbers,false" })
	void areSecretByAddedWords(String added, String key, boolean secret) {
		assertThat(new SecretKeys(Set.of(added), Set.of()).isSecret(key)).isEqualTo(secret);
	}

	@ParameterizedTest
	@CsvSource({ "passwordHash,password.hash,false", "passwordHash,password,true" })
	void areShownIfAllowed(String allowed, String key, boolean secret) {
		assertThat(new SecretKeys(Set.of(), Set.of(allowed)).isSecret(key)).isEqualTo(secret);
	}

	private static List<String> spellings(String word) {
		return List.of(word, word.toUpperCase(Locale.ROOT), Character.toUpperCase(word.charAt(0)) + word.substring(1));
	}

}
