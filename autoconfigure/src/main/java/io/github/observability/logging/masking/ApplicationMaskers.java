package io.github.observability.logging.masking;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Maskers of the application. Whatever they throw hides what they were asked about.
 */
final class ApplicationMaskers {

	private final List<LogMasker> maskers;

	private final RegisteredMaskers beans;

	private final MaskingCounts counts;

	ApplicationMaskers(List<LogMasker> maskers, RegisteredMaskers beans, MaskingCounts counts) {
		this.maskers = List.copyOf(maskers);
		this.beans = beans;
		this.counts = counts;
	}

	boolean isEmpty() {
		return this.maskers.isEmpty() && this.beans.current().isEmpty();
	}

	/** Those that are beans, another list whenever they change. */
	List<LogMasker> beans() {
		return this.beans.current();
	}

	boolean isSecret(String key) {
		try {
			return isSecret(key, this.maskers) || isSecret(key, this.beans.current());
		}
		catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
			// What a masker cannot decide may be a secret.
			this.counts.failed();
			return true;
		}
	}

	private static boolean isSecret(String key, List<LogMasker> maskers) {
		for (LogMasker masker : maskers) {
			if (masker.isSecret(key)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the text as all maskers leave it, the same instance if nothing had to
	 * change, or nothing if one of them fails.
	 */
	@Nullable String mask(String text) {
		String masked = text;
		try {
			for (LogMasker masker : this.maskers) {
				masked = masker.mask(masked);
			}
			for (LogMasker masker : this.beans.current()) {
				masked = masker.mask(masked);
			}
		}
		catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
			this.counts.failed();
			return null;
		}
		return masked;
	}

}
