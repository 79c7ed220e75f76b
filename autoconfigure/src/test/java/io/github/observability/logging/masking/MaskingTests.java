package io.github.observability.logging.masking;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Masking}.
 */
class MaskingTests {

	private static final int LIMIT = 200;

	private static final String CARD = "4111111111111111";

	private static final String LONG = "hunterhunterhunterhunterhunterhunterhunterhunterhunterhunterhunterhunter";

	private static final String USER_INFO = "https://" + LONG + "@host/";

	private final MaskingCounts counts = new MaskingCounts();

	@Test
	void cutsWhatIsTooLong() {
		assertThat(clean("x".repeat(1_000))).isEqualTo("x".repeat(LIMIT) + "\u2026");
		assertThat(clean("x".repeat(LIMIT))).isEqualTo("x".repeat(LIMIT));
	}

	@ParameterizedTest
	@ValueSource(strings = { CARD, "4111 1111 1111 1111", "Bearer abcdefgh12345678", "password=hunter22" })
	void showsNoPartOfASecretAtTheEnd(String secret) {
		String shrinking = "password=" + "p".repeat(100) + " ";
		for (int filler = 0; filler < 2 * LIMIT; filler++) {
			String text = shrinking + "-".repeat(filler) + " " + secret + " and so on ".repeat(100);
			assertThat(clean(text)).doesNotContain("4111").doesNotContain("abcdefg").doesNotContain("hunt");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { CARD, "https://user:hunter22@host/", USER_INFO, "https://user:" + LONG + "@host/" })
	void showsNoPartOfASecretOfABeginning(String secret) {
		for (int filler = 0; filler < LIMIT; filler++) {
			String text = "-".repeat(filler) + " " + secret + " and so on ".repeat(100);
			assertThat(clean(Masking.beginning(text, LIMIT))).isEqualTo(clean(text))
				.doesNotContain("4111")
				.doesNotContain("hunt");
		}
	}

	@Test
	void showsThatTheRestIsASecret() {
		assertThat(clean("password=" + "p".repeat(1_000))).isEqualTo("password=***");
	}

	@Test
	void countsSecrets() {
		clean("password=hunter2 and " + CARD);
		assertThat(this.counts.maskedSoFar()).isEqualTo(2);
	}

	@Test
	void knowsNumbersOfCards() {
		Masking masking = masking(List.of());
		assertThat(List.of(4111111111111111L, new AtomicLong(4111111111111111L), new BigInteger(CARD),
				new BigDecimal(CARD), new BigDecimal(CARD + ".00")))
			.allMatch((number) -> masking.isCard("pan", number));
		assertThat(List.of(4111111111111112L, 7, 0.5, BigInteger.TEN.pow(60), new BigDecimal("1E+99")))
			.noneMatch((number) -> masking.isCard("pan", number));
	}

	@Test
	void showsNumbersBelowKeysOfIds() {
		Masking masking = masking(List.of());
		assertThat(masking.isCard("orderId", 4111111111111111L)).isFalse();
		assertThat(masking.cleanValue("order_id", CARD)).isEqualTo(CARD);
		assertThat(masking.cleanValue("order_id", "card " + CARD)).isEqualTo("card ***");
		assertThat(masking.cleanValue("pan", CARD)).isEqualTo("***");
	}

	@Test
	void masksWholeWordsThatRepeatASecret() {
		Masking masking = masking(List.of());
		List<String> secrets = List.of("home", "k7x9");
		assertThat(masking.withoutSecrets("at home: homepage, k7x9. k7x99", secrets))
			.isEqualTo("at ***: homepage, ***. k7x99");
		String clean = "homepage of k7x99";
		assertThat(masking.withoutSecrets(clean, secrets)).isSameAs(clean);
		assertThat(List.of("true", "FALSE", "null", "yes", "abc", "12345", "none"))
			.noneMatch(RepeatedSecrets::isSearched);
		assertThat(List.of("hunter2", "home", "123456")).allMatch(RepeatedSecrets::isSearched);
	}

	@Test
	void masksTheBeginningOfARepeatedSecretWhereATextIsCut() {
		Masking masking = masking(List.of());
		List<String> secrets = List.of("letmein");
		assertThat(masking.withoutSecrets("login with letme\u2026", secrets)).isEqualTo("login with ***\u2026");
		assertThat(masking.withoutSecrets("login with letmein\u2026", secrets)).isEqualTo("login with ***\u2026");
		for (String text : List.of("login with outletme\u2026", "login with letme", "let\u2026", "\u2026", "")) {
			assertThat(masking.withoutSecrets(text, secrets)).isSameAs(text);
		}
	}

	@Test
	void takesAKeyForASecretThatAMaskerFailsAt() {
		LogMasker failing = new LogMasker() {
			@Override
			public String mask(String text) {
				throw new NoClassDefFoundError("failed");
			}

			@Override
			public boolean isSecret(String key) {
				throw new IllegalStateException("failed");
			}
		};
		Masking masking = masking(List.of(failing));
		assertThat(masking.isSecret("name")).isTrue();
		assertThat(masking.clean("text")).isEqualTo("***");
		assertThat(this.counts.failedSoFar()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "emails, true, ada@example.org, ada@example.org, ***",
			"cards, false, 4111 1111 1111 1111, ***, 4111 1111 1111 1111" })
	void masksTheKindsThatAreSwitchedOn(String kind, String value, String text, String byDefault, String masked) {
		MockEnvironment environment = new MockEnvironment();
		assertThat(Masking.create(environment, LIMIT, this.counts).clean("paid by " + text))
			.isEqualTo("paid by " + byDefault);
		environment.setProperty("observability.logging.masking." + kind, value);
		assertThat(Masking.create(environment, LIMIT, this.counts).clean("paid by " + text))
			.isEqualTo("paid by " + masked);
	}

	@Test
	void showsNumbersOfCardsOnRequest() {
		MockEnvironment environment = new MockEnvironment().withProperty("observability.logging.masking.cards",
				"false");
		assertThat(Masking.create(environment, LIMIT, this.counts).isCard("pan", Long.valueOf(CARD))).isFalse();
	}

	private String clean(String text) {
		return masking(List.of()).clean(text);
	}

	private Masking masking(List<LogMasker> maskers) {
		return new Masking(new MaskingProperties(true, false, true, Set.of(), Set.of()), LIMIT, maskers,
				new RegisteredMaskers(), this.counts);
	}

}
