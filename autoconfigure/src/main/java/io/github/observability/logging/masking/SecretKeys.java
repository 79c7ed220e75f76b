package io.github.observability.logging.masking;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides by its words whether a key is secret. A key is split at separators, digits and
 * capital letters: {@code api-key}, {@code API_KEY} and {@code apiKey} are one key,
 * {@code secretary} is not {@code secret}.
 */
final class SecretKeys {

	/** Longer identifiers are not keys, so the search for a key is bounded. */
	static final int MAX_LENGTH = 64;

	/** Secret wherever the word is in a key, unless a qualifier follows. */
	static final Set<String> ANYWHERE = Set.of("password", "passwords", "passwd", "passphrase", "passcode", "secret",
			"secrets", "authorization", "cookie", "credential", "credentials", "apikey", "privatekey", "accesskey",
			"secretkey", "storepass", "keypass", "jsessionid");

	/** Secret as the last word only: {@code token_type} and {@code bypass} are not. */
	static final Set<String> LAST = Set.of("token", "pwd", "pw", "pass", "cvv", "cvc", "jwt", "sessionid", "dbpass",
			"userpass", "sshpass", "mypass");

	/** Secret in front of {@code key}: {@code private_key}, {@code accountKey}. */
	static final Set<String> KINDS_OF_KEYS = Set.of("api", "private", "access", "account", "secret", "encryption",
			"signing", "master", "shared");

	/** Secret as the end of a word that joins several: {@code clientsecret}. */
	static final List<String> ENDINGS = List.of("password", "passwd", "passphrase", "secret", "credential",
			"credentials", "apikey", "privatekey", "accesskey", "secretkey", "authorization", "cookie");

	/** The same, as the last word only. */
	static final List<String> LAST_ENDINGS = List.of("token", "pwd", "sessionid");

	/** Secret as the end of a word in front of {@code key}: {@code myapi-key}. */
	static final List<String> KIND_ENDINGS = List.of("api", "private", "access");

	/** A key that ends with one of these is about a secret, but its value is none. */
	static final Set<String> QUALIFIERS = Set.of("page", "policy", "reset", "length", "count", "limit", "type", "types",
			"uri", "url", "urls", "endpoint", "path", "file", "ttl", "expiry", "expires", "expired", "expiration",
			"enabled", "disabled", "required", "optional", "changed", "change", "updated", "consent", "banner",
			"strength", "hint", "attempts", "attempt", "lifetime", "duration", "timeout", "encoder", "encoding",
			"decoder", "provider", "providers", "manager", "service", "repository", "controller", "filter", "handler",
			"factory", "resolver", "validator", "converter", "parser", "reader", "writer", "store", "field", "question",
			"version", "format", "algorithm", "size", "min", "max", "rotation", "header", "headers", "name", "names",
			"domain", "server", "status", "state", "java", "kt", "class", "xml", "html", "js", "css", "exception",
			"error", "event", "request", "response", "form", "view", "link", "label", "mode", "index", "position",
			"age", "used", "usage", "valid", "invalid", "present", "set", "office", "number", "jar", "settings",
			"config", "prefix", "scope", "scopes", "issuer", "audience", "at", "in", "id");

	/** Headers, whose values have blanks and commas. */
	private static final Set<String> HEADERS = Set.of("authorization", "cookie");

	/** Words in front of {@code token} in the messages of parsers. */
	static final Set<String> PARSERS = Set.of("unexpected", "expected", "unrecognized", "unknown", "illegal",
			"extraneous", "mismatched", "missing");

	private static final WordSet ANYWHERE_WORDS = new WordSet(ANYWHERE);

	private static final WordSet LAST_WORDS = new WordSet(LAST);

	private static final WordSet KIND_WORDS = new WordSet(KINDS_OF_KEYS);

	private static final WordSet QUALIFIER_WORDS = new WordSet(QUALIFIERS);

	private static final WordSet HEADER_WORDS = new WordSet(HEADERS);

	private static final WordSet PARSER_WORDS = new WordSet(PARSERS);

	private static final WordSet IDENTIFIERS = new WordSet(Set.of("id", "ids", "uuid", "guid", "ref", "reference", "nr",
			"seq", "sequence", "offset", "timestamp", "nanos", "millis", "batch", "version", "revision", "correlation",
			"invoice", "order", "ticket", "tracking", "shipment", "booking", "serial", "isbn", "ean", "imei", "etag"));

	/** Words that the segment in front of them makes secret: {@code api.key}. */
	private static final WordSet COMPLETIONS = new WordSet(Set.of("key", "keys", "id", "value", "string"));

	private static final WordSet NUMBERS = new WordSet(Set.of("number", "no", "num", "nr", "key", "code"));

	private final String[] added;

	private final Set<String> allowed = new HashSet<>();

	SecretKeys(Collection<String> added, Collection<String> allowed) {
		this.added = added.stream()
			.map(SecretKeys::normalized)
			.filter((word) -> !word.isEmpty())
			.distinct()
			.toArray(String[]::new);
		allowed.forEach((key) -> this.allowed.add(normalized(key)));
	}

	private static String normalized(String key) {
		StringBuilder normalized = new StringBuilder();
		for (int i = 0; i < key.length(); i++) {
			if (Characters.isLetterOrDigit(key.charAt(i)) || key.charAt(i) >= 128) {
				normalized.append(Characters.lowerCase(key.charAt(i)));
			}
		}
		return normalized.toString();
	}

	boolean isSecret(String key) {
		return find(key, 0, key.length()) != Kind.NONE;
	}

	/**
	 * Whether the key of an attribute of a span is secret. Its first segments name
	 * components and make nothing secret, unless the application added a key with them.
	 */
	boolean isSecretAttribute(String key) {
		int segment = key.lastIndexOf('.') + 1;
		if (segment == 0) {
			return isSecret(key);
		}
		int end = key.length();
		boolean secret = find(key, segment, end) != Kind.NONE || completes(key, segment)
				|| (this.added.length != 0 && isAdded(key, 0, end));
		return secret && !isAllowed(key, 0, end);
	}

	/**
	 * Whether the last two segments make a secret. The id of a session is none: it is a
	 * standard attribute of OpenTelemetry.
	 */
	private boolean completes(String key, int segment) {
		int end = key.length();
		int wordStart = nextWord(key, segment, end);
		if (wordStart == end) {
			return false;
		}
		int wordEnd = endOfWord(key, wordStart, end);
		if (!COMPLETIONS.contains(key, wordStart, wordEnd)) {
			return false;
		}
		int start = key.lastIndexOf('.', segment - 2) + 1;
		return find(key, start, end) != Kind.NONE
				&& (!WordSet.equal(key, wordStart, wordEnd, "id") || byWords(key, start, segment - 1) != Kind.NONE);
	}

	/**
	 * Returns what a key holds.
	 */
	Kind find(CharSequence text, int start, int end) {
		Kind kind = byWords(text, start, end);
		if (kind == Kind.NONE && this.added.length != 0 && isAdded(text, start, end)) {
			kind = Kind.VALUE;
		}
		return (kind != Kind.NONE && isAllowed(text, start, end)) ? Kind.NONE : kind;
	}

	private static Kind byWords(CharSequence text, int start, int end) {
		Kind kind = Kind.NONE;
		int previousStart = -1;
		int previousEnd = -1;
		int wordStart = nextWord(text, start, end);
		while (wordStart < end) {
			int wordEnd = endOfWord(text, wordStart, end);
			int next = nextWord(text, wordEnd, end);
			boolean last = next >= end;
			if (isSecretWord(text, wordStart, wordEnd, previousStart, previousEnd, last)) {
				kind = HEADER_WORDS.contains(text, wordStart, wordEnd) ? Kind.HEADER : Kind.VALUE;
			}
			else if (kind != Kind.NONE && QUALIFIER_WORDS.contains(text, wordStart, wordEnd)
					&& !(WordSet.equal(text, wordStart, wordEnd, "id")
							&& WordSet.equal(text, previousStart, previousEnd, "secret"))) {
				kind = Kind.NONE;
			}
			else if (kind == Kind.NONE && last && previousEnd != -1 && isValueOfToken(text, wordStart, wordEnd)
					&& WordSet.equal(text, previousStart, previousEnd, "token")) {
				kind = Kind.VALUE;
			}
			previousStart = wordStart;
			previousEnd = wordEnd;
			wordStart = next;
		}
		return kind;
	}

	private static boolean isValueOfToken(CharSequence text, int start, int end) {
		return WordSet.equal(text, start, end, "value") || WordSet.equal(text, start, end, "string");
	}

	private static boolean isSecretWord(CharSequence text, int start, int end, int previousStart, int previousEnd,
			boolean last) {
		if (ANYWHERE_WORDS.contains(text, start, end) || (last && LAST_WORDS.contains(text, start, end))) {
			return true;
		}
		if (previousEnd != -1 && (WordSet.equal(text, start, end, "key") || WordSet.equal(text, start, end, "keys"))) {
			return KIND_WORDS.contains(text, previousStart, previousEnd)
					|| endsWith(KIND_ENDINGS, text, previousStart, previousEnd);
		}
		if (last && previousEnd != -1 && WordSet.equal(text, start, end, "id")
				&& WordSet.equal(text, previousStart, previousEnd, "session")) {
			return true;
		}
		return endsWith(ENDINGS, text, start, end) || (last && endsWith(LAST_ENDINGS, text, start, end));
	}

	private static boolean endsWith(List<String> endings, CharSequence text, int start, int end) {
		char last = Characters.lowerCase(text.charAt(end - 1));
		for (int i = 0; i < endings.size(); i++) {
			String ending = endings.get(i);
			if (ending.charAt(ending.length() - 1) == last && end - start > ending.length()
					&& WordSet.equal(text, end - ending.length(), end, ending)) {
				return true;
			}
		}
		return false;
	}

	private static int nextWord(CharSequence text, int from, int end) {
		int i = from;
		while (i < end && !Characters.isLetter(text.charAt(i))) {
			i++;
		}
		return i;
	}

	/**
	 * A word ends in front of a digit, or of a capital letter that begins another word.
	 */
	private static int endOfWord(CharSequence text, int start, int end) {
		int i = start + 1;
		while (i < end && Characters.isLetter(text.charAt(i))) {
			if (Characters.isUpperCase(text.charAt(i)) && (!Characters.isUpperCase(text.charAt(i - 1))
					|| (i + 1 < end && Characters.isLowerCase(text.charAt(i + 1))))) {
				return i;
			}
			i++;
		}
		return i;
	}

	/**
	 * Whether a key has the words of an added one, from the begin to the end of words.
	 */
	private boolean isAdded(CharSequence text, int start, int end) {
		int wordStart = nextWord(text, start, end);
		while (wordStart < end) {
			for (String word : this.added) {
				if (matches(word, text, wordStart, end)) {
					return true;
				}
			}
			wordStart = nextWord(text, endOfWord(text, wordStart, end), end);
		}
		return false;
	}

	private static boolean matches(String word, CharSequence text, int start, int end) {
		int matched = 0;
		int i = start;
		for (; i < end && matched < word.length(); i++) {
			char c = Characters.lowerCase(text.charAt(i));
			if (c == word.charAt(matched)) {
				matched++;
			}
			else if (Characters.isLetterOrDigit(c)) {
				return false;
			}
		}
		return matched == word.length()
				&& (i == end || !Characters.isLetterOrDigit(text.charAt(i)) || Characters.isUpperCase(text.charAt(i)));
	}

	private boolean isAllowed(CharSequence text, int start, int end) {
		return !this.allowed.isEmpty() && this.allowed.contains(normalized(text.subSequence(start, end).toString()));
	}

	/** Whether a word in front of {@code token} makes it one of a parser. */
	static boolean isOfParser(CharSequence text, int start, int end) {
		return PARSER_WORDS.contains(text, start, end);
	}

	/** Whether a word in front of {@code key} makes it a secret. */
	static boolean isKindOfKey(CharSequence text, int start, int end) {
		return KIND_WORDS.contains(text, start, end);
	}

	/**
	 * Whether a key names something: a number below it is not one of a payment card.
	 */
	static boolean isIdentifier(CharSequence text, int start, int end) {
		int wordStart = nextWord(text, start, end);
		boolean identifier = false;
		while (wordStart < end) {
			int wordEnd = endOfWord(text, wordStart, end);
			boolean named = IDENTIFIERS.contains(text, wordStart, wordEnd);
			identifier = named || (identifier && NUMBERS.contains(text, wordStart, wordEnd));
			wordStart = nextWord(text, wordEnd, end);
		}
		return identifier;
	}

	/**
	 * What a key holds.
	 */
	enum Kind {

		/** Nothing secret. */
		NONE,

		/** A secret value. */
		VALUE,

		/** A secret header, whose value goes on to the end of the line. */
		HEADER

	}

}
