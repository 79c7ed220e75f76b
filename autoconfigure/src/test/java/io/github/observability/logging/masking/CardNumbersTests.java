package io.github.observability.logging.masking;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CardNumbersTests {

	private final TextMasker masker = masker(true);

	static Stream<String> issued() {
		return Arrays.stream(CardRange.values())
			.flatMap((range) -> Arrays.stream(range.lengths())
				.boxed()
				.flatMap((length) -> Stream.of(number(range.firstIssuer(), length),
						number(range.lastIssuer(), length))));
	}

	static Stream<String> neverIssued() {
		return Arrays.stream(CardRange.values())
			.flatMap((range) -> IntStream.rangeClosed(12, 20)
				.filter((length) -> !CardRange.isIssued(range.firstIssuer(), length))
				.mapToObj((length) -> number(range.firstIssuer(), length)));
	}

	@ParameterizedTest
	@MethodSource("issued")
	void masksNumbersOfEachRangeAndLength(String number) {
		assertThat(mask("paid with " + number + " now")).isEqualTo("paid with *** now");
		assertThat(CardNumbers.isCard(Long.parseLong(number))).isTrue();
	}

	@ParameterizedTest
	@MethodSource("issued")
	void leavesNumbersWithAWrongCheckDigit(String number) {
		char last = number.charAt(number.length() - 1);
		String wrong = "paid with " + number.substring(0, number.length() - 1) + (char) ('0' + (last - '0' + 1) % 10);
		assertThat(mask(wrong)).isSameAs(wrong);
	}

	@ParameterizedTest
	@MethodSource("neverIssued")
	void leavesLengthsThatAreNotIssued(String number) {
		String text = "paid with " + number;
		assertThat(mask(text)).isSameAs(text);
	}

	@ParameterizedTest
	@EnumSource(CardRange.class)
	void leavesNumbersBelowKeysOfIds(CardRange range) {
		String number = number(range.firstIssuer(), range.lengths()[0]);
		for (String text : new String[] { "orderId=" + number, "{\"invoice_id\":" + number + "}", "order " + number,
				"tracking-number: " + number }) {
			assertThat(mask(text)).isSameAs(text);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "1", "7", "8", "50", "56", "57", "60", "61", "66", "69", "2800", "3000000" })
	void leavesNumbersOfNoIssuer(String prefix) {
		String padded = (prefix + "0000").substring(0, 4);
		String text = "no. " + number(Integer.parseInt(padded), 16, padded);
		if (!CardRange.isIssued(Integer.parseInt(padded), 16)) {
			assertThat(mask(text)).isSameAs(text);
		}
	}

	@Test
	void leavesThemIfSwitchedOff() {
		String text = "paid with 4111111111111111 and password=hunter2";
		assertThat(masker(false).mask(text, text.length(), new MaskingCounts()))
			.isEqualTo("paid with 4111111111111111 and password=***");
	}

	private String mask(String text) {
		return this.masker.mask(text, text.length(), new MaskingCounts());
	}

	private static TextMasker masker(boolean cards) {
		return new TextMasker(new SecretKeys(Set.of(), Set.of()), true, false, cards);
	}

	private static String number(int issuer, int length) {
		return number(issuer, length, "%04d".formatted(issuer));
	}

	/** Digits that end with the right check digit. */
	private static String number(int issuer, int length, String prefix) {
		StringBuilder number = new StringBuilder(prefix);
		while (number.length() < length - 1) {
			number.append((number.length() * 7 + issuer) % 10);
		}
		for (char check = '0'; check <= '9'; check++) {
			if (isLuhn(number.toString() + check)) {
				return number.append(check).toString();
			}
		}
		throw new IllegalStateException();
	}

	private static boolean isLuhn(String number) {
		int sum = 0;
		for (int i = 0; i < number.length(); i++) {
			int digit = number.charAt(number.length() - 1 - i) - '0';
			int weighted = (i % 2 == 1) ? digit * 2 : digit;
			sum += weighted / 10 + weighted % 10;
		}
		return sum % 10 == 0;
	}

}
