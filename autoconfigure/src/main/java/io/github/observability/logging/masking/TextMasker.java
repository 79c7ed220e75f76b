package io.github.observability.logging.masking;

/**
 * Masks secrets in text in one pass, without regular expressions and without allocating
 * on clean text. The pass stops where a word begins that may be a token, and at
 * punctuation that may stand between a key and its value; what is found there is read
 * once, forward, and what leads to it is looked up in a bounded number of characters.
 * Halves of surrogate pairs, which no JSON encoder accepts, are replaced on the way.
 */
final class TextMasker {

	private static final char REPLACEMENT = '\uFFFD';

	private static final int ASCII = 128;

	private static final byte OTHER = 0;

	private static final byte LETTER = 1;

	private static final byte DIGIT = 2;

	private static final byte TRIGGER = 3;

	private final KeyedValues keyedValues;

	private final XmlElements elements;

	private final CommandLines commandLines;

	private final byte[] kinds = new byte[ASCII];

	private final boolean cards;

	TextMasker(SecretKeys keys, boolean masking, boolean email, boolean cards) {
		this.keyedValues = new KeyedValues(keys);
		this.elements = new XmlElements(keys);
		this.commandLines = new CommandLines(keys);
		this.cards = masking && cards;
		for (char c = 0; masking && c < ASCII; c++) {
			boolean trigger = ":=><&%-\\".indexOf(c) != -1 || (c == '@' && email);
			this.kinds[c] = Characters.isDigit(c) ? DIGIT : Characters.isLetter(c) ? LETTER : trigger ? TRIGGER : OTHER;
		}
	}

	/**
	 * Masks what is secret in a text.
	 * @param text the text
	 * @param end where to stop reading
	 * @param counts counts the masked secrets
	 * @return the text up to where reading stopped, the same instance if that is all of
	 * it and nothing had to change
	 */
	String mask(String text, int end, MaskingCounts counts) {
		return mask(text, end, true, counts);
	}

	/**
	 * Masks what is secret in a text.
	 * @param text the text
	 * @param end where to stop reading
	 * @param numbers whether numbers may be those of payment cards
	 * @param counts counts the masked secrets
	 * @return the text up to where reading stopped, the same instance if that is all of
	 * it and nothing had to change
	 */
	String mask(String text, int end, boolean numbers, MaskingCounts counts) {
		StringBuilder masked = null;
		int copied = 0;
		int i = 0;
		while (i < end) {
			char c = text.charAt(i);
			if (c < ASCII) {
				byte kind = this.kinds[c];
				if (kind == OTHER) {
					i++;
					continue;
				}
				long span = find(text, kind, i, end, numbers);
				if (span == Span.NONE || Span.start(span) < copied) {
					i = skip(text, kind, i, end);
					continue;
				}
				masked = (masked != null) ? masked : new StringBuilder(end);
				masked.append(text, copied, Span.start(span)).append(Masking.MASK);
				counts.masked();
				copied = Span.end(span);
				i = copied;
			}
			else if (!Character.isSurrogate(c)) {
				i++;
			}
			else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
				i += 2;
			}
			else {
				masked = (masked != null) ? masked : new StringBuilder(end);
				masked.append(text, copied, i).append(REPLACEMENT);
				i++;
				copied = i;
			}
		}
		if (masked != null) {
			return masked.append(text, Math.min(copied, end), end).toString();
		}
		return (end == text.length()) ? text : text.substring(0, end);
	}

	private long find(String text, byte kind, int at, int end, boolean numbers) {
		return switch (kind) {
			case LETTER -> Credentials.token(text, at, end);
			case DIGIT -> (this.cards && numbers) ? card(text, at, end) : Span.NONE;
			default -> atTrigger(text, text.charAt(at), at, end);
		};
	}

	/** Goes on behind a word, behind an escaped line break, or behind one character. */
	private int skip(String text, byte kind, int at, int end) {
		if (kind == TRIGGER) {
			boolean escape = text.charAt(at) == '\\' && at + 1 < end && "nrt".indexOf(text.charAt(at + 1)) != -1;
			return escape ? at + 2 : at + 1;
		}
		int i = at + 1;
		while (i < end && text.charAt(i) < ASCII) {
			byte next = this.kinds[text.charAt(i)];
			if (next != LETTER && next != DIGIT) {
				break;
			}
			i++;
		}
		return i;
	}

	private long atTrigger(String text, char trigger, int at, int end) {
		return switch (trigger) {
			case ':' -> atColon(text, at, end);
			case '=' -> this.keyedValues.find(text, at, at, end);
			case '>' -> atClosing(text, at, end);
			case '<', '&' -> this.elements.find(text, at, end);
			case '-' -> text.startsWith("-----BEGIN ", at) ? Credentials.privateKey(text, at, end)
					: this.commandLines.find(text, at, end);
			case '%' ->
				text.regionMatches(true, at, "%3D", 0, 3) ? this.keyedValues.find(text, at, at + 2, end) : Span.NONE;
			case '@' -> Credentials.email(text, at, end);
			default -> Span.NONE;
		};
	}

	private long atColon(String text, int at, int end) {
		if (text.startsWith("://", at)) {
			return UserInfo.find(text, at, end);
		}
		long span = UserInfo.ofOracle(text, at, end);
		return (span != Span.NONE) ? span : this.keyedValues.find(text, at, at, end);
	}

	/** An arrow, or the end of a tag whose attribute names the key. */
	private long atClosing(String text, int at, int end) {
		if (at == 0) {
			return Span.NONE;
		}
		char before = text.charAt(at - 1);
		if (before == '-') {
			int arrow = at - 1;
			while (arrow > 0 && at - arrow < KeyedValues.MAX_PADDING && text.charAt(arrow - 1) == '-') {
				arrow--;
			}
			return this.keyedValues.find(text, arrow, at, end);
		}
		if (Characters.isQuote(before)) {
			return (this.keyedValues.name(text, at) != SecretKeys.Kind.NONE) ? XmlElements.content(text, at, end)
					: Span.NONE;
		}
		return Span.NONE;
	}

	/** Finds a card number, unless a key or a word says that the number is an id. */
	private static long card(String text, int at, int end) {
		int stop = CardNumbers.end(text, at, end);
		if (stop == -1) {
			return Span.NONE;
		}
		int keyEnd = KeyedValues.skipBack(text, at, " \t\"'`\\:=>-#");
		return (keyEnd < at && SecretKeys.isIdentifier(text, KeyedValues.startOfKey(text, keyEnd), keyEnd)) ? Span.NONE
				: Span.of(at, stop);
	}

	boolean isCard(long number) {
		return this.cards && CardNumbers.isCard(number);
	}

}
