package io.github.observability.logging.masking;

import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class TokenShapeTests {

	private static final String CHARACTERS = "0123456789abcdefABCDEFghijGHIJ_-/+=.~";

	private final TextMasker masker = new TextMasker(new SecretKeys(Set.of(), Set.of()), true, false, true);

	@ParameterizedTest
	@EnumSource(TokenShape.class)
	void masksTheShortestToken(TokenShape shape) {
		String token = body(shape, shape.min());
		assertThat(mask("use " + shape.prefix() + token + " now")).doesNotContain(token).endsWith("*** now");
		assertThat(mask("\"" + shape.prefix() + token + "\"")).doesNotContain(token);
	}

	@ParameterizedTest
	@EnumSource(TokenShape.class)
	void masksTheLongestToken(TokenShape shape) {
		String token = body(shape, shape.max());
		assertThat(mask(shape.prefix() + token)).doesNotContain(token).endsWith("***");
	}

	@ParameterizedTest
	@EnumSource(TokenShape.class)
	void leavesWhatIsTooShort(TokenShape shape) {
		String text = "use " + shape.prefix() + body(shape, shape.min() - 1) + " now";
		assertThat(mask(text)).isSameAs(text);
	}

	@ParameterizedTest
	@EnumSource(TokenShape.class)
	void leavesThePrefixAlone(TokenShape shape) {
		String text = "it begins with " + shape.prefix() + " as usual";
		assertThat(mask(text)).isSameAs(text);
	}

	@ParameterizedTest
	@EnumSource(TokenShape.class)
	void leavesWordsThatContainThePrefix(TokenShape shape) {
		String text = "x" + shape.prefix() + body(shape, shape.min());
		assertThat(mask(text)).isSameAs(text);
	}

	private String mask(String text) {
		return this.masker.mask(text, text.length(), new MaskingCounts());
	}

	/** Characters of the alphabet, the last one a letter or digit. */
	private static String body(TokenShape shape, int length) {
		StringBuilder body = new StringBuilder();
		for (int i = 0; body.length() < length - 1; i++) {
			char c = CHARACTERS.charAt(i % CHARACTERS.length());
			if (shape.alphabet().has(c)) {
				body.append(c);
			}
		}
		return body.append('A').toString();
	}

}
