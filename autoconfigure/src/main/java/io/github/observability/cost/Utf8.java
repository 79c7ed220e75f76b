package io.github.observability.cost;

/**
 * Counts the bytes of text in UTF-8 without encoding it.
 */
final class Utf8 {

	private Utf8() {
	}

	static int length(CharSequence text) {
		return length(text, 0, text.length());
	}

	static int length(CharSequence text, int start, int end) {
		int length = end - start;
		for (int i = start; i < end; i++) {
			char c = text.charAt(i);
			if (c > 0x7f) {
				// Each half of a surrogate pair stands for two of its four bytes.
				length += (c > 0x7ff && !Character.isSurrogate(c)) ? 2 : 1;
			}
		}
		return length;
	}

}
