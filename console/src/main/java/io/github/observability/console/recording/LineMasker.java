package io.github.observability.console.recording;

import io.github.observability.logging.masking.Masking;
import io.github.observability.logging.masking.MaskingCounts;

import org.springframework.core.env.Environment;

/**
 * Masks texts of lines as the starter masks its log lines, without counting them twice.
 */
public final class LineMasker {

	private final Masking masking;

	private LineMasker(Masking masking) {
		this.masking = masking;
	}

	public static LineMasker of(Environment environment) {
		return new LineMasker(Masking.create(environment, RecordedSpan.MAX_TEXT, new MaskingCounts()));
	}

	String mask(String text) {
		return this.masking.clean(text);
	}

	public boolean isSecret(String key) {
		return this.masking.isSecret(key);
	}

}
