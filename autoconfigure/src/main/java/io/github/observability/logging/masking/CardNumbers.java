package io.github.observability.logging.masking;

/**
 * Numbers of payment cards: as long as their issuer has them and with the right check
 * digit (the Luhn algorithm, ISO/IEC 7812-1, annex B).
 */
final class CardNumbers {

	/** Digits that a card number has at least and at most. */
	private static final int MIN_CARD = 13;

	private static final int MAX_CARD = 19;

	private CardNumbers() {
	}

	/**
	 * Find the end of a card number.
	 * @param text the text
	 * @param at where digits begin
	 * @param end where to stop reading
	 * @return where it ends, -1 if none begins there
	 */
	static int end(String text, int at, int end) {
		int i = at;
		int digits = 0;
		int group = 0;
		int found = -1;
		while (i < end && digits <= MAX_CARD) {
			char c = text.charAt(i);
			if (Characters.isDigit(c)) {
				digits++;
				group++;
				i++;
				if (i == end || !Characters.isDigit(text.charAt(i))) {
					boolean word = i < text.length() && Characters.isLetter(text.charAt(i));
					if (!word && isCard(text, at, i, digits)) {
						found = i;
					}
				}
			}
			else if ((c == ' ' || c == '-') && i + 1 < end && Characters.isDigit(text.charAt(i + 1)) && group >= 3
					&& (digits > group || group == 4)) {
				group = 0;
				i++;
			}
			else {
				break;
			}
		}
		return found;
	}

	/**
	 * Whether a number is that of a payment card.
	 */
	static boolean isCard(long number) {
		if (number < 1_000_000_000_000L) {
			return false;
		}
		String text = Long.toString(number);
		return isCard(text, 0, text.length(), text.length());
	}

	private static boolean isCard(String text, int start, int end, int digits) {
		if (digits < MIN_CARD || digits > MAX_CARD || !isIssuer(text, start, digits)) {
			return false;
		}
		int sum = 0;
		boolean twice = false;
		boolean allZero = true;
		for (int i = end - 1; i >= start; i--) {
			char c = text.charAt(i);
			if (Characters.isDigit(c)) {
				int value = c - '0';
				allZero &= value == 0;
				value = twice ? value * 2 : value;
				sum += (value > 9) ? value - 9 : value;
				twice = !twice;
			}
		}
		return sum % 10 == 0 && !allZero;
	}

	/** Lengths by the first digits, as ISO 7812 issuers have them. */
	private static boolean isIssuer(String text, int start, int digits) {
		int second = text.charAt(start + 1) - '0';
		return switch (text.charAt(start)) {
			case '2' -> digits == 16 && second >= 2 && second <= 7;
			case '3' -> (second == 4 || second == 7) ? digits == 15 : (second == 5) ? digits >= 16
					: (second == 0 || second == 6 || second == 8 || second == 9) && digits >= 14;
			case '4' -> digits == 13 || digits == 16 || digits == 19;
			case '5' -> (second >= 1 && second <= 5) ? digits == 16 : true;
			case '6' -> true;
			default -> false;
		};
	}

}
