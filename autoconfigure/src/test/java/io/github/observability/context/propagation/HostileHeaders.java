package io.github.observability.context.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Values of headers that are right, cut, doubled, or with a few other characters; the
 * same ones for the same seed.
 */
final class HostileHeaders {

	private final Random random;

	private final String alphabet;

	HostileHeaders(long seed, String alphabet) {
		this.random = new Random(seed);
		this.alphabet = alphabet;
	}

	/**
	 * Return the values of one header, mostly a single one.
	 * @param right a value that is right
	 * @return up to three values
	 */
	List<String> next(String right) {
		List<String> values = new ArrayList<>();
		for (int count = (this.random.nextInt(4) == 0) ? this.random.nextInt(4) : 1; count > 0; count--) {
			StringBuilder value = new StringBuilder(right);
			for (int changes = this.random.nextInt(4); changes > 0; changes--) {
				change(value);
			}
			values.add(value.toString());
		}
		return values;
	}

	private void change(StringBuilder value) {
		int index = this.random.nextInt(value.length() + 1);
		char character = this.alphabet.charAt(this.random.nextInt(this.alphabet.length()));
		switch (this.random.nextInt(4)) {
			case 0 -> value.insert(index, character);
			case 1 -> value.setLength(index);
			case 2 ->
				value.append(value).append(',').append(String.valueOf(character).repeat(this.random.nextInt(600)));
			default -> {
				if (index < value.length()) {
					value.setCharAt(index, character);
				}
			}
		}
	}

}
