package io.github.observability.logging.masking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Names of keys whose values are secrets. Case and separators make no difference:
 * {@code api-key}, {@code API_KEY} and {@code apiKey} are one name.
 */
final class SecretKeys {

	/** Longer identifiers are no keys; what a text is searched for stays bounded. */
	static final int MAX_LENGTH = 64;

	/** Secret wherever they stand in a key: {@code password.hash}, {@code secretKey}. */
	private static final List<String> ANYWHERE = List.of("password", "passwd", "passphrase", "secret", "authorization",
			"cookie", "credential", "apikey", "privatekey", "accesskey", "authtoken", "accesstoken", "refreshtoken");

	/** Secret at the end only: {@code max_tokens} and {@code token_type} are none. */
	private static final List<String> LAST = List.of("token", "pwd", "cvv", "cvc", "jwt", "sessionid");

	/** Headers, whose values have blanks and commas of their own. */
	private static final List<String> HEADERS = List.of("authorization", "cookie");

	private static final int LETTERS = 26;

	private final Word[][] words = new Word[LETTERS + 1][];

	private final Set<String> allowed = new HashSet<>();

	SecretKeys(Collection<String> added, Collection<String> allowed) {
		List<List<Word>> byFirst = new ArrayList<>();
		for (int i = 0; i <= LETTERS; i++) {
			byFirst.add(new ArrayList<>());
		}
		ANYWHERE.forEach((word) -> add(byFirst, word, true));
		LAST.forEach((word) -> add(byFirst, word, false));
		added.forEach((word) -> add(byFirst, normalized(word), true));
		for (int i = 0; i <= LETTERS; i++) {
			this.words[i] = byFirst.get(i).toArray(Word[]::new);
		}
		allowed.forEach((key) -> this.allowed.add(normalized(key)));
	}

	private static void add(List<List<Word>> byFirst, String word, boolean anywhere) {
		if (!word.isEmpty()) {
			byFirst.get(bucket(word.charAt(0)))
				.add(new Word(word.toCharArray(), anywhere, HEADERS.stream().anyMatch(word::contains)));
		}
	}

	private static int bucket(char lowerCase) {
		return (lowerCase >= 'a' && lowerCase <= 'z') ? lowerCase - 'a' : LETTERS;
	}

	private static String normalized(String key) {
		StringBuilder normalized = new StringBuilder();
		for (int i = 0; i < key.length(); i++) {
			char c = lowerCase(key.charAt(i));
			if (!isSeparator(c)) {
				normalized.append(c);
			}
		}
		return normalized.toString();
	}

	private static char lowerCase(char c) {
		return (c >= 'A' && c <= 'Z') ? (char) (c + ('a' - 'A')) : c;
	}

	private static boolean isSeparator(char c) {
		return c == '_' || c == '-' || c == '.' || c == ' ' || c == '/' || c == '[' || c == ']';
	}

	boolean isSecret(String key) {
		return find(key, 0, key.length()) != null;
	}

	/**
	 * Find what makes a key secret.
	 * @return the word or {@code null} if the key is none
	 */
	@Nullable Word find(CharSequence text, int start, int end) {
		for (int i = start; i < end; i++) {
			for (Word word : this.words[bucket(lowerCase(text.charAt(i)))]) {
				if (matches(word, text, i, end) && !isAllowed(text, start, end)) {
					return word;
				}
			}
		}
		return null;
	}

	private static boolean matches(Word word, CharSequence text, int start, int end) {
		char[] letters = word.letters();
		int matched = 0;
		int i = start;
		for (; i < end && matched < letters.length; i++) {
			char c = lowerCase(text.charAt(i));
			if (c == letters[matched]) {
				matched++;
			}
			else if (!isSeparator(c)) {
				return false;
			}
		}
		return matched == letters.length && (word.anywhere() || i == end);
	}

	private boolean isAllowed(CharSequence text, int start, int end) {
		return !this.allowed.isEmpty() && this.allowed.contains(normalized(text.subSequence(start, end).toString()));
	}

	/**
	 * A word that makes a key secret.
	 *
	 * @param letters its letters in lower case
	 * @param anywhere whether it does so wherever it stands in the key
	 * @param header whether the value goes on to the end of the line
	 */
	record Word(char[] letters, boolean anywhere, boolean header) {
	}

}
