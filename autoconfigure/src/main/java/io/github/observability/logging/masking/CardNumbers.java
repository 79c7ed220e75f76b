package io.github.observability.logging.masking;

/**
 * Numbers of payment cards: of an issuer and a length that are issued, with the right
 * check digit (the Luhn algorithm, ISO/IEC 7812-1, annex B).
 */
final class CardNumbers {

	private static final int MIN_CARD = 14;

	private static final int MAX_CARD = 19;

	private static final int ISSUER = 4;

	private CardNumbers() {
	}

	/**
	 * Finds the end of a card number, whose digits may be in groups.
	 * @param at where digits begin
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
					&& (digits > group || group == ISSUER)) {
				group = 0;
				i++;
			}
			else {
				break;
			}
		}
		return found;
	}

	static boolean isCard(long number) {
		if (number < 10_000_000_000_000L) {
			return false;
		}
		String text = Long.toString(number);
		return isCard(text, 0, text.length(), text.length());
	}

	private static boolean isCard(String text, int start, int end, int digits) {
		return digits >= MIN_CARD && digits <= MAX_CARD && CardRange.isIssued(issuer(text, start, end), digits)
				&& hasCheckDigit(text, start, end);
	}

	private static int issuer(String text, int start, int end) {
		int issuer = 0;
		int digits = 0;
		for (int i = start; i < end && digits < ISSUER; i++) {
			if (Characters.isDigit(text.charAt(i))) {
				issuer = issuer * 10 + text.charAt(i) - '0';
				digits++;
			}
		}
		return issuer;
	}

	private static boolean hasCheckDigit(String text, int start, int end) {
		int sum = 0;
		boolean twice = false;
		for (int i = end - 1; i >= start; i--) {
			char c = text.charAt(i);
			if (Characters.isDigit(c)) {
				int value = twice ? (c - '0') * 2 : c - '0';
				sum += (value > 9) ? value - 9 : value;
				twice = !twice;
			}
		}
		return sum % 10 == 0;
	}

}
