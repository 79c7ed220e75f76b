package io.github.observability.logging.masking;

import java.util.Arrays;

/**
 * Ranges of issuer identification numbers (ISO/IEC 7812-1) and the lengths of the cards
 * that are issued in them, as the schemes publish them.
 */
enum CardRange {

	VISA(4, 4, 16, 19),

	MASTERCARD(51, 55, 16),

	MASTERCARD_2(2221, 2720, 16),

	AMERICAN_EXPRESS_34(34, 34, 15),

	AMERICAN_EXPRESS_37(37, 37, 15),

	DINERS_CLUB_300(300, 305, 14),

	DINERS_CLUB_3095(3095, 3095, 14),

	DINERS_CLUB_36(36, 36, 14),

	DINERS_CLUB_38(38, 39, 14),

	DISCOVER_6011(6011, 6011, 16),

	DISCOVER_644(644, 649, 16),

	DISCOVER_65(65, 65, 16),

	JCB(3528, 3589, 16),

	UNION_PAY(62, 62, 16, 18, 19),

	MAESTRO_5018(5018, 5018, 16, 18, 19),

	MAESTRO_5020(5020, 5020, 16, 18, 19),

	MAESTRO_5038(5038, 5038, 16, 18, 19),

	MAESTRO_5893(5893, 5893, 16, 18, 19),

	MAESTRO_6304(6304, 6304, 16, 18, 19),

	MAESTRO_6759(6759, 6759, 16, 18, 19),

	MAESTRO_6761(6761, 6763, 16, 18, 19),

	MIR(2200, 2204, 16),

	RUPAY_508(5085, 5089, 16),

	RUPAY_6069(6070, 6079, 16),

	TROY(9792, 9792, 16),

	VERVE(5061, 5061, 16, 18, 19);

	/** Index by the first four digits, so that none is looked for. */
	private static final CardRange[][] BY_ISSUER = new CardRange[10_000][];

	static {
		for (int issuer = 0; issuer < BY_ISSUER.length; issuer++) {
			int number = issuer;
			CardRange[] ranges = Arrays.stream(values())
				.filter((range) -> number >= range.first && number <= range.last)
				.toArray(CardRange[]::new);
			if (ranges.length != 0) {
				BY_ISSUER[issuer] = ranges;
			}
		}
	}

	private final int first;

	private final int last;

	private final int[] lengths;

	CardRange(int first, int last, int... lengths) {
		int scale = 1;
		while (first * scale < 1_000) {
			scale *= 10;
		}
		this.first = first * scale;
		this.last = (last + 1) * scale - 1;
		this.lengths = lengths;
	}

	int firstIssuer() {
		return this.first;
	}

	int lastIssuer() {
		return this.last;
	}

	int[] lengths() {
		return this.lengths.clone();
	}

	static boolean isIssued(int issuer, int length) {
		CardRange[] ranges = BY_ISSUER[issuer];
		if (ranges == null) {
			return false;
		}
		for (CardRange range : ranges) {
			for (int issued : range.lengths) {
				if (length == issued) {
					return true;
				}
			}
		}
		return false;
	}

}
