package io.github.observability.tracing.sampling;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Rejection thresholds and randomness values of consistent probability sampling, and
 * their place in the {@code ot} entry of a {@link TraceState}. A threshold is the number
 * of traces out of 2^56 that are rejected: a trace is sampled if its randomness is at
 * least the threshold. A trace that is sampled with a low probability is therefore
 * sampled with each higher one too, and a sampled trace represents 2^56 / (2^56 -
 * threshold) traces.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/">TraceState:
 * Probability Sampling</a>
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/otel/trace/tracestate-handling/">TraceState
 * Handling</a>
 */
public final class ProbabilityThreshold {

	/**
	 * No threshold is known, so it is unknown how many traces a sampled one represents.
	 */
	public static final long UNKNOWN = -1;

	/**
	 * Threshold that rejects no trace.
	 */
	public static final long ALWAYS = 0;

	/**
	 * Threshold that rejects every trace. It is not a valid probability and is never
	 * written.
	 */
	static final long NEVER = 1L << 56;

	private static final String KEY = "ot";

	private static final String THRESHOLD = "th";

	private static final String RANDOMNESS = "rv";

	private static final int DIGITS = 14;

	private static final int TRACE_ID_DIGITS = 32;

	/**
	 * The specification recommends four digits after the leading {@code f}s of a small
	 * probability.
	 */
	private static final int PRECISION = 4;

	private static final int MAX_PRECISION = 12;

	private static final int MAX_LENGTH = 256;

	private static final int MAX_ENTRIES = 32;

	private ProbabilityThreshold() {
	}

	/**
	 * Return the threshold for a probability, with the precision that the specification
	 * recommends ("Converting floating-point probability to threshold value").
	 * @param probability a probability from 0 to 1
	 * @return the threshold
	 */
	static long of(double probability) {
		if (probability >= 1) {
			return ALWAYS;
		}
		if (!(probability > 0)) {
			return NEVER;
		}
		// The exponent counts the leading digits that are f.
		int leading = Math.floorDiv(Math.getExponent(probability) + 1, -4);
		int precision = Math.max(1, Math.min(MAX_PRECISION, PRECISION + leading));
		int shift = 4 * (DIGITS - precision);
		long exact = NEVER - Math.round(Math.scalb(probability, 56));
		long rounded = ((exact + (1L << (shift - 1))) >>> shift) << shift;
		return Math.min(rounded, NEVER - (1L << shift));
	}

	/**
	 * Return the probability of a threshold.
	 * @param threshold a threshold
	 * @return its probability, from 0 to 1
	 */
	static double probability(long threshold) {
		return Math.scalb((double) (NEVER - threshold), -56);
	}

	/**
	 * Return how many traces a sampled one represents.
	 * @param threshold a known threshold other than {@link #NEVER}
	 * @return the adjusted count, at least 1
	 */
	static double adjustedCount(long threshold) {
		return 1 / probability(threshold);
	}

	/**
	 * Whether a trace is sampled.
	 * @param randomness the randomness of the trace
	 * @param threshold a known threshold
	 * @return whether it is sampled
	 */
	static boolean isSampled(long randomness, long threshold) {
		return randomness >= threshold;
	}

	/**
	 * Return the randomness of a trace: the explicit value in its state, or else the last
	 * 56 bits of its id.
	 * @param traceId the id, of 32 hexadecimal digits
	 * @param state its state
	 * @return a 56-bit number
	 */
	static long randomness(String traceId, TraceState state) {
		String entry = entry(state);
		if (entry != null) {
			int start = valueStart(entry, RANDOMNESS);
			int end = (start >= 0) ? end(entry, start) : start;
			long explicit = (end - start == DIGITS) ? number(entry, start, end) : UNKNOWN;
			if (explicit != UNKNOWN) {
				return explicit;
			}
		}
		return number(traceId, TRACE_ID_DIGITS - DIGITS, TRACE_ID_DIGITS);
	}

	/**
	 * Return the threshold that a trace state carries.
	 * @param state a trace state
	 * @return the threshold, {@link #UNKNOWN} if there is none or if it is malformed
	 */
	public static long read(TraceState state) {
		String entry = entry(state);
		int start = (entry != null) ? valueStart(entry, THRESHOLD) : -1;
		if (entry == null || start < 0) {
			return UNKNOWN;
		}
		int end = end(entry, start);
		long digits = (end - start <= DIGITS) ? number(entry, start, end) : UNKNOWN;
		return (digits != UNKNOWN) ? digits << (4 * (DIGITS - (end - start))) : UNKNOWN;
	}

	/**
	 * Return a trace state with a threshold, or without one. All else stays, except for
	 * malformed parts of the {@code ot} entry. If nothing changes the same object is
	 * returned.
	 * @param state a trace state
	 * @param threshold the threshold, {@link #UNKNOWN} or {@link #NEVER} to remove it
	 * @return the trace state
	 */
	public static TraceState write(TraceState state, long threshold) {
		boolean known = threshold >= ALWAYS && threshold < NEVER;
		String entry = state.isEmpty() ? null : state.get(KEY);
		if (entry == null) {
			return known ? put(state, THRESHOLD + ':' + encode(threshold)) : state;
		}
		if (known ? read(state) == threshold : entry(state) != null && !mentionsThreshold(entry)) {
			return state;
		}
		String others = (entry.length() <= MAX_LENGTH) ? others(entry) : "";
		String value = known ? THRESHOLD + ':' + encode(threshold) + others : others;
		if (value.length() > MAX_LENGTH) {
			// Too long to write. A wrong threshold must not stay either.
			value = others;
		}
		if (!known || value.equals(others)) {
			value = value.isEmpty() ? value : value.substring(1);
		}
		return value.isEmpty() ? state.toBuilder().remove(KEY).build() : put(state, value);
	}

	/**
	 * Write a threshold as hexadecimal digits without the zeros at their end.
	 * @param threshold a known threshold
	 * @return 1 to 14 digits
	 */
	static String encode(long threshold) {
		if (threshold == ALWAYS) {
			return "0";
		}
		int digits = DIGITS - Long.numberOfTrailingZeros(threshold) / 4;
		String significant = Long.toHexString(threshold >>> (4 * (DIGITS - digits)));
		return "0".repeat(digits - significant.length()) + significant;
	}

	/**
	 * Put the entry first, as the specification requires of the latest change. The last
	 * entry is dropped if the list becomes too long (W3C Trace Context, 3.3.1.1 and 3.5).
	 */
	private static TraceState put(TraceState state, String value) {
		List<String> others = new ArrayList<>(2 * state.size());
		state.forEach((key, other) -> {
			if (!key.equals(KEY)) {
				others.add(key);
				others.add(other);
			}
		});
		TraceStateBuilder builder = TraceState.builder();
		for (int i = Math.min(others.size(), 2 * (MAX_ENTRIES - 1)) - 2; i >= 0; i -= 2) {
			builder.put(others.get(i), others.get(i + 1));
		}
		return builder.put(KEY, value).build();
	}

	private static @Nullable String entry(TraceState state) {
		String entry = state.isEmpty() ? null : state.get(KEY);
		return (entry != null && entry.length() <= MAX_LENGTH) ? entry : null;
	}

	private static boolean mentionsThreshold(String entry) {
		int start = 0;
		while (start < entry.length()) {
			if (isKey(entry, start, THRESHOLD)) {
				return true;
			}
			start = end(entry, start) + 1;
		}
		return false;
	}

	/**
	 * Find the value of a sub-key. Keys must be unique, so a repeated key has no value.
	 */
	private static int valueStart(String entry, String key) {
		int found = -1;
		int start = 0;
		while (start < entry.length()) {
			if (isKey(entry, start, key)) {
				if (found >= 0) {
					return -1;
				}
				found = start + key.length() + 1;
			}
			start = end(entry, start) + 1;
		}
		return found;
	}

	private static boolean isKey(String entry, int start, String key) {
		int end = start + key.length();
		return entry.startsWith(key, start) && end < entry.length() && entry.charAt(end) == ':';
	}

	private static int end(String entry, int start) {
		int end = entry.indexOf(';', start);
		return (end >= 0) ? end : entry.length();
	}

	/**
	 * Return all well-formed members except the threshold, each preceded by a semicolon.
	 */
	private static String others(String entry) {
		StringBuilder others = new StringBuilder(entry.length() + 1);
		int start = 0;
		while (start < entry.length()) {
			int end = end(entry, start);
			if (!isKey(entry, start, THRESHOLD) && isWellFormed(entry, start, end)) {
				others.append(';').append(entry, start, end);
			}
			start = end + 1;
		}
		return others.toString();
	}

	private static boolean isWellFormed(String entry, int start, int end) {
		int colon = entry.indexOf(':', start);
		if (colon <= start || colon >= end || !isLetter(entry.charAt(start))) {
			return false;
		}
		for (int i = start; i < colon; i++) {
			if (!isLetter(entry.charAt(i)) && !isDigit(entry.charAt(i))) {
				return false;
			}
		}
		for (int i = colon + 1; i < end; i++) {
			char each = entry.charAt(i);
			if (!isLetter(each) && !isDigit(each) && !(each >= 'A' && each <= 'Z') && "._-".indexOf(each) < 0) {
				return false;
			}
		}
		return true;
	}

	private static boolean isLetter(char each) {
		return each >= 'a' && each <= 'z';
	}

	private static boolean isDigit(char each) {
		return each >= '0' && each <= '9';
	}

	/**
	 * Read lowercase hexadecimal digits, the only ones that the specification allows.
	 */
	private static long number(String digits, int start, int end) {
		if (start >= end || end > digits.length()) {
			return UNKNOWN;
		}
		long number = 0;
		for (int i = start; i < end; i++) {
			char each = digits.charAt(i);
			if (isDigit(each)) {
				number = (number << 4) | (each - '0');
			}
			else if (each >= 'a' && each <= 'f') {
				number = (number << 4) | (each - 'a' + 10);
			}
			else {
				return UNKNOWN;
			}
		}
		return number;
	}

}
