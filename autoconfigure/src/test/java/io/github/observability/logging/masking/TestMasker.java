package io.github.observability.logging.masking;

import org.springframework.core.env.Environment;

/**
 * A masker of the user's, named in {@code META-INF/spring.factories} of the tests.
 */
public final class TestMasker implements LogMasker {

	/** The text at which the masker fails. */
	public static final String FAILING = "the masker fails at this";

	TestMasker(Environment environment) {
	}

	@Override
	public String mask(String text) {
		if (text.contains(FAILING)) {
			throw new IllegalStateException("failed");
		}
		return text.contains("X1234567") ? text.replace("X1234567", "<passport>") : text;
	}

	@Override
	public boolean isSecret(String key) {
		return key.equals("iban");
	}

}
