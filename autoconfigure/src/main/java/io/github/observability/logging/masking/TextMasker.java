package io.github.observability.logging.masking;

import java.util.Set;

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

	private static final int MIN_CREDENTIAL = 8;

	private static final int MIN_PLAIN_CREDENTIAL = 24;

	private static final int MIN_SIGNATURE = 20;

	private static final int MAX_LOCAL_PART = 64;

	private static final int MAX_PEM_LABEL = 40;

	/** Blanks between a key and what follows it, as tables of settings have them. */
	private static final int MAX_PADDING = 32;

	private static final byte OTHER = 0;

	private static final byte LETTER = 1;

	private static final byte DIGIT = 2;

	private static final byte TRIGGER = 3;

	/** Keys under which lists of headers and parameters have the key of a value. */
	private static final WordSet NAMES = new WordSet(
			Set.of("name", "key", "header", "field", "param", "parameter", "property", "id"));

	private static final WordSet VALUES = new WordSet(Set.of("value", "val", "values"));

	private static final WordSet SIGNATURES = new WordSet(
			Set.of("sig", "signature", "x-amz-signature", "x-goog-signature"));

	private final SecretKeys keys;

	private final XmlElements elements;

	private final CommandLines commandLines;

	private final byte[] kinds = new byte[ASCII];

	private final boolean cards;

	TextMasker(SecretKeys keys, boolean masking, boolean email, boolean cards) {
		this.keys = keys;
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
			case LETTER -> token(text, at, end);
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
			case '=' -> keyed(text, at, at, end);
			case '>' -> atClosing(text, at, end);
			case '<', '&' -> this.elements.find(text, at, end);
			case '-' ->
				text.startsWith("-----BEGIN ", at) ? privateKey(text, at, end) : this.commandLines.find(text, at, end);
			case '%' -> text.regionMatches(true, at, "%3D", 0, 3) ? keyed(text, at, at + 2, end) : Span.NONE;
			case '@' -> email(text, at, end);
			default -> Span.NONE;
		};
	}

	private long atColon(String text, int at, int end) {
		if (text.startsWith("://", at)) {
			return UserInfo.find(text, at, end);
		}
		long span = UserInfo.ofOracle(text, at, end);
		return (span != Span.NONE) ? span : keyed(text, at, at, end);
	}

	/** An arrow, or the end of a tag whose attribute names the key. */
	private long atClosing(String text, int at, int end) {
		if (at == 0) {
			return Span.NONE;
		}
		char before = text.charAt(at - 1);
		if (before == '-') {
			int arrow = at - 1;
			while (arrow > 0 && at - arrow < MAX_PADDING && text.charAt(arrow - 1) == '-') {
				arrow--;
			}
			return keyed(text, arrow, at, end);
		}
		if (Characters.isQuote(before)) {
			return (name(text, at) != SecretKeys.Kind.NONE) ? XmlElements.content(text, at, end) : Span.NONE;
		}
		return Span.NONE;
	}

	/**
	 * Finds the value of a key.
	 * @param from where to look for the key, backwards
	 * @param separator where the separator ends
	 */
	private long keyed(String text, int from, int separator, int end) {
		int keyEnd = from;
		while (keyEnd > 0 && from - keyEnd < MAX_PADDING && Characters.isBlank(text.charAt(keyEnd - 1))) {
			keyEnd--;
		}
		// The spelling of forms, as in 'user[password]='.
		if (keyEnd > 1 && text.charAt(separator) == '=' && text.charAt(keyEnd - 1) == ']') {
			keyEnd--;
		}
		int unquoted = beforeQuote(text, keyEnd);
		boolean quoted = unquoted != keyEnd;
		keyEnd = unquoted;
		int keyStart = startOfKey(text, keyEnd);
		if (keyStart == keyEnd || isPartOfName(text, keyStart, separator)) {
			return Span.NONE;
		}
		SecretKeys.Kind kind = kind(text, keyStart, keyEnd, quoted);
		if (kind == SecretKeys.Kind.NONE && VALUES.contains(text, keyStart, keyEnd)) {
			kind = name(text, keyStart);
		}
		if (kind == SecretKeys.Kind.NONE) {
			return isSignature(text, keyStart, keyEnd) ? signature(text, separator + 1, end) : Span.NONE;
		}
		return SecretValues.find(text, keyStart, keyEnd, separator, end, kind, quoted);
	}

	/** A colon may also stand within a name: that of an XML element, or of a resource. */
	private static boolean isPartOfName(String text, int keyStart, int separator) {
		if (text.charAt(separator) != ':' || keyStart == 0 || separator + 1 >= text.length()
				|| Characters.isSpace(text.charAt(separator + 1))) {
			return false;
		}
		char before = text.charAt(keyStart - 1);
		return before == '<' || before == ':' || (before == '/' && keyStart > 1 && text.charAt(keyStart - 2) == '<');
	}

	private SecretKeys.Kind kind(String text, int keyStart, int keyEnd, boolean quoted) {
		if (!quoted && keyStart > 1 && text.charAt(keyStart - 1) == ' ') {
			int wordEnd = keyStart - 1;
			int wordStart = startOfKey(text, wordEnd);
			if (WordSet.equal(text, keyStart, keyEnd, "token") && SecretKeys.isOfParser(text, wordStart, wordEnd)) {
				return SecretKeys.Kind.NONE;
			}
			// The spelling with a blank, as in 'API key: '.
			if (WordSet.equal(text, keyStart, keyEnd, "key") && SecretKeys.isKindOfKey(text, wordStart, wordEnd)) {
				return this.keys.find(text, wordStart, keyEnd);
			}
		}
		return this.keys.find(text, keyStart, keyEnd);
	}

	/**
	 * Returns what the key holds that stands in front of a {@code value}, as in
	 * {@code {name=Authorization, value=x}}, {@code <entry key="password">} and
	 * {@code Secret[value=x]}.
	 */
	private SecretKeys.Kind name(String text, int at) {
		if (at > 1 && Characters.isOpening(text.charAt(at - 1))) {
			return this.keys.find(text, startOfKey(text, at - 1), at - 1);
		}
		int nameEnd = skipBack(text, at, " \t\r\n\"'`\\,;");
		int nameStart = startOfKey(text, nameEnd);
		int separator = skipBack(text, nameStart, " \t\"'`\\");
		if (nameStart == nameEnd || separator == 0
				|| (text.charAt(separator - 1) != '=' && text.charAt(separator - 1) != ':')) {
			return SecretKeys.Kind.NONE;
		}
		int keyEnd = skipBack(text, separator - 1, " \t\"'`\\");
		return NAMES.contains(text, startOfKey(text, keyEnd), keyEnd) ? this.keys.find(text, nameStart, nameEnd)
				: SecretKeys.Kind.NONE;
	}

	private static int skipBack(String text, int from, String characters) {
		int i = from;
		while (i > 0 && from - i < MAX_PADDING && characters.indexOf(text.charAt(i - 1)) != -1) {
			i--;
		}
		return i;
	}

	private static int beforeQuote(String text, int at) {
		int i = at;
		if (i > 0 && Characters.isQuote(text.charAt(i - 1))) {
			i--;
			while (i > 0 && at - i < MAX_PADDING && text.charAt(i - 1) == '\\') {
				i--;
			}
		}
		return i;
	}

	private static int startOfKey(String text, int keyEnd) {
		int start = keyEnd;
		while (start > 0 && keyEnd - start < SecretKeys.MAX_LENGTH && Characters.isKeyPart(text.charAt(start - 1))) {
			start--;
		}
		return start;
	}

	/** A parameter that gives access to what the URL names. */
	private static boolean isSignature(String text, int keyStart, int keyEnd) {
		return keyStart > 0 && (text.charAt(keyStart - 1) == '?' || text.charAt(keyStart - 1) == '&')
				&& SIGNATURES.contains(text, keyStart, keyEnd);
	}

	private static long signature(String text, int start, int end) {
		int stop = SecretValues.endOfWord(text, start, end);
		return (stop - start >= MIN_SIGNATURE) ? Span.of(start, stop) : Span.NONE;
	}

	/** Finds the token that begins with a word. */
	private static long token(String text, int at, int end) {
		char first = text.charAt(at);
		if (at > 0 && Characters.isBase64Url(text.charAt(at - 1)) && !isEscape(text, at - 1)) {
			return Span.NONE;
		}
		if (first == 'e') {
			return jwt(text, at, end);
		}
		if (first == 'B' || first == 'b') {
			return credential(text, at, end);
		}
		return TokenShape.begins(first) ? TokenShape.find(text, at, end) : Span.NONE;
	}

	private static boolean isEscape(String text, int at) {
		return at > 0 && text.charAt(at - 1) == '\\';
	}

	/** {@code eyJ} is how an encoded JSON object begins. */
	private static long jwt(String text, int start, int end) {
		if (!text.startsWith("eyJ", start)) {
			return Span.NONE;
		}
		int first = start;
		while (first < end && Characters.isBase64Url(text.charAt(first))) {
			first++;
		}
		if (first - start < MIN_CREDENTIAL) {
			return Span.NONE;
		}
		if (first == end) {
			return (end < text.length()) ? Span.of(start, end) : Span.NONE;
		}
		if (text.charAt(first) != '.') {
			return Span.NONE;
		}
		// Three parts, or five of which some are empty where it is encrypted.
		int stop = first;
		while (stop < end && (Characters.isBase64Url(text.charAt(stop)) || text.charAt(stop) == '.')) {
			stop++;
		}
		while (text.charAt(stop - 1) == '.') {
			stop--;
		}
		return (stop - first >= MIN_CREDENTIAL / 2) ? Span.of(start, stop) : Span.NONE;
	}

	private static long credential(String text, int at, int end) {
		boolean bearer = text.regionMatches(true, at, "bearer ", 0, 7);
		if (!bearer && !text.regionMatches(true, at, "basic ", 0, 6)) {
			return Span.NONE;
		}
		int start = at + (bearer ? 7 : 6);
		while (start < end && text.charAt(start) == ' ') {
			start++;
		}
		int stop = start;
		boolean encoded = false;
		while (stop < end && Characters.isCredential(text.charAt(stop))) {
			char c = text.charAt(stop);
			encoded |= Characters.isDigit(c) || c == '=' || (stop > start && Characters.isUpperCase(c));
			stop++;
		}
		// 'Basic authentication' is not a credential.
		return (stop - start >= MIN_CREDENTIAL && (encoded || stop - start >= MIN_PLAIN_CREDENTIAL))
				? Span.of(start, stop) : Span.NONE;
	}

	private static long privateKey(String text, int at, int end) {
		int label = at;
		while (!text.startsWith("PRIVATE KEY", label)) {
			if (++label > at + MAX_PEM_LABEL) {
				return Span.NONE;
			}
		}
		int close = text.indexOf("-----END ", label);
		if (close == -1 || close >= end) {
			return Span.of(at, end);
		}
		int last = text.indexOf("-----", close + 9);
		return Span.of(at, (last != -1 && last + 5 <= end) ? last + 5 : end);
	}

	private static long email(String text, int at, int end) {
		int start = at;
		while (start > 0 && at - start < MAX_LOCAL_PART && Characters.isLocalPart(text.charAt(start - 1))) {
			start--;
		}
		int stop = at + 1;
		int dot = -1;
		while (stop < end && (Characters.isLetterOrDigit(text.charAt(stop)) || text.charAt(stop) == '-'
				|| (text.charAt(stop) == '.' && stop + 1 < end && Characters.isLetterOrDigit(text.charAt(stop + 1))))) {
			dot = (text.charAt(stop) == '.') ? stop : dot;
			stop++;
		}
		return (start < at && dot > at + 1) ? Span.of(start, stop) : Span.NONE;
	}

	/** Finds a card number, unless a key or a word says that the number is an id. */
	private static long card(String text, int at, int end) {
		int stop = CardNumbers.end(text, at, end);
		if (stop == -1) {
			return Span.NONE;
		}
		int keyEnd = skipBack(text, at, " \t\"'`\\:=>-#");
		return (keyEnd < at && SecretKeys.isIdentifier(text, startOfKey(text, keyEnd), keyEnd)) ? Span.NONE
				: Span.of(at, stop);
	}

	boolean isCard(long number) {
		return this.cards && CardNumbers.isCard(number);
	}

}
