package io.github.observability.tracing.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The cases name the section of the OpenTelemetry specification that they come from:
 * "probability" is {@code trace/tracestate-probability-sampling.md}, "handling" is
 * {@code trace/tracestate-handling.md}.
 */
class ProbabilityThresholdTests {

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(textBlock = """
			probability/Rejection Threshold,                      1,        0
			probability/Rejection Threshold,                      0.01,     fd70a
			probability/Converting floating-point probability 1,  1,        0
			probability/Converting floating-point probability 2,  0.5,      8
			probability/Converting floating-point probability 3,  0.3333333333333333, aaab
			probability/Converting floating-point probability 4,  0.25,     c
			probability/Converting floating-point probability 5,  0.2,      cccd
			probability/Converting floating-point probability 8,  0.125,    e
			probability/Converting floating-point probability 10, 0.1,      e666
			probability/Converting floating-point probability 16, 0.0625,   f
			probability/Converting floating-point probability 1e2, 0.01,    fd70a
			probability/Converting floating-point probability 1e3, 0.001,   ffbe77
			probability/Converting floating-point probability 1e4, 0.0001,  fff9724
			probability/Converting floating-point probability 1e5, 0.00001, ffff583a
			probability/Converting floating-point probability 1e6, 0.000001, ffffef39
			""")
	void encodesProbabilities(String section, double probability, String threshold) {
		assertThat(ProbabilityThreshold.encode(ProbabilityThreshold.of(probability))).isEqualTo(threshold);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(
			textBlock = """
					handling/Sampling threshold value th,                 0,              1,     1
					handling/Sampling threshold value th,                 c,              0.25,  4
					probability/Converting threshold to an adjusted count, 8,             0.5,   2
					probability/Converting floating-point probability 10, e666,           0.100006103515625, 9.99938968568813
					probability/Converting floating-point probability 100, fd70a4,        0.009999990463256836, 100.00009536752259
					probability/Converting floating-point probability 3,  aab,            0.333251953125, 3.0007326007326007
					probability/Converting floating-point probability 1e6, ffffef391,     9.999930625781417e-07, 1.0000069374699865e+06
					probability/Sampling Probability (2^-56),             ffffffffffffff, 1.3877787807814457e-17, 7.205759403792794e+16
					""")
	void decodesThresholds(String section, String digits, double probability, double adjustedCount) {
		long threshold = ProbabilityThreshold.read(ot("th:" + digits));
		assertThat(ProbabilityThreshold.probability(threshold)).isEqualTo(probability);
		assertThat(ProbabilityThreshold.adjustedCount(threshold)).isEqualTo(adjustedCount);
		assertThat(ProbabilityThreshold.encode(threshold)).isEqualTo(digits);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(textBlock = """
			handling/th (at least one digit),          th:
			handling/th (at most 14 digits),           th:000000000000000
			handling/th (lower case),                  th:C
			handling/th (hexadecimal),                 th:0x8
			handling/th (hexadecimal),                 th:-1
			handling/Value (no spaces),                'th: 8'
			handling/TraceState (keys are unique),     th:8;th:c
			handling/TraceState (a colon between),     th
			handling/TraceState (a colon between),     th=8
			handling/Key (another key),                xth:8
			handling/Key (another key),                p:8;r:62
			""")
	void ignoresMalformedThresholds(String section, String entry) {
		assertThat(ProbabilityThreshold.read(ot(entry))).isEqualTo(ProbabilityThreshold.UNKNOWN);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(textBlock = """
			handling/Explicit randomness value rv,     rv:6e6d1a75832a2f,        6e6d1a75832a2f
			sdk/Root samplers set explicit randomness, rv:7479cfb506891d,        7479cfb506891d
			handling/Explicit randomness value rv,     th:8;rv:00000000000000,   00000000000000
			handling/rv (exactly 14 digits),           rv:6e6d1a75832a2,         ce929d0e0e4736
			handling/rv (exactly 14 digits),           rv:6e6d1a75832a2f0,       ce929d0e0e4736
			handling/rv (lower case),                  rv:6E6D1A75832A2F,        ce929d0e0e4736
			handling/TraceState (keys are unique),     rv:6e6d1a75832a2f;rv:00000000000000, ce929d0e0e4736
			probability/Randomness Value (the last 56 bits of the id), p:8,      ce929d0e0e4736
			""")
	void readsRandomness(String section, String entry, String randomness) {
		assertThat(ProbabilityThreshold.randomness(TRACE_ID, ot(entry))).isEqualTo(Long.parseLong(randomness, 16));
	}

	@Test
	void takesRandomnessFromTheIdWithoutState() {
		assertThat(ProbabilityThreshold.randomness("ffffffffffffffffff00000000000001", TraceState.getDefault()))
			.isEqualTo(1);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(textBlock = """
			probability/Decision algorithm (R above T),  6e6d1a75832a2f, 6e6d1a75832a2e, true
			handling/rv (sampled at 56.9 % and more),    6e6d1a75832a2f, 6e6d1a75832a2f, true
			probability/Decision algorithm (R below T),  6e6d1a75832a2f, 6e6d1a75832a3, false
			probability/Decision algorithm (T is 0),     00000000000000, 0, true
			""")
	void samplesFromTheThresholdOn(String section, String randomness, String threshold, boolean sampled) {
		TraceState state = ot("rv:" + randomness + ";th:" + threshold);
		assertThat(ProbabilityThreshold.isSampled(ProbabilityThreshold.randomness(TRACE_ID, state),
				ProbabilityThreshold.read(state)))
			.isEqualTo(sampled);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(textBlock = """
			handling/Setting values (added),           p:8;r:62,             8, th:8;p:8;r:62
			handling/Setting values (updated),         p:8;th:7;r:62,        8, th:8;p:8;r:62
			probability/General requirements (rv),     rv:6e6d1a75832a2f,    c, th:c;rv:6e6d1a75832a2f
			handling/TraceState (keys are unique),     th:7;th:1,            0, th:0
			handling/Key (malformed),                  8p:1;p:8;Q:1,         8, th:8;p:8
			handling/Value (malformed),                p:8;r:6 2;s:A-b_.9,   8, th:8;p:8;s:A-b_.9
			handling/TraceState (malformed),           ;;p;r:,               8, th:8;r:
			""")
	void writesThresholds(String section, String entry, String digits, String expected) {
		TraceState state = ot(entry);
		TraceState written = ProbabilityThreshold.write(state, ProbabilityThreshold.read(ot("th:" + digits)));
		assertThat(written.get("ot")).isEqualTo(expected);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(textBlock = """
			sdk/CompositeSampler (negative decision),  th:8;rv:6e6d1a75832a2f, rv:6e6d1a75832a2f
			probability/General requirements (erase),  p:8;th:7;r:62,          p:8;r:62
			probability/General requirements (erase),  th:8,
			probability/General requirements (erase),  th:XX;p:8,              p:8
			""")
	void erasesThresholds(String section, String entry, String expected) {
		assertThat(ProbabilityThreshold.write(ot(entry), ProbabilityThreshold.UNKNOWN).get("ot")).isEqualTo(expected);
		assertThat(ProbabilityThreshold.write(ot(entry), ProbabilityThreshold.NEVER).get("ot")).isEqualTo(expected);
	}

	@Test
	void writesNothingWhereNothingChanges() {
		TraceState state = ot("p:8;th:c");
		assertThat(ProbabilityThreshold.write(state, ProbabilityThreshold.read(state))).isSameAs(state);
		TraceState others = ot("p:8;rv:6e6d1a75832a2f");
		assertThat(ProbabilityThreshold.write(others, ProbabilityThreshold.UNKNOWN)).isSameAs(others);
		TraceState empty = TraceState.getDefault();
		assertThat(ProbabilityThreshold.write(empty, ProbabilityThreshold.UNKNOWN)).isSameAs(empty);
	}

	@Test
	void writesNothingThatIsTooLong() {
		String others = "p:" + "8".repeat(250);
		assertThat(ProbabilityThreshold.write(ot("th:7;" + others.substring(0, 251)), ProbabilityThreshold.of(0.1))
			.get("ot")).isEqualTo(others.substring(0, 251));
	}

	@Test
	void keepsTheEntriesOfOthersBehindItsOwn() {
		TraceState state = TraceState.builder().put("a", "1").put("ot", "p:8").put("b", "2").build();
		assertThat(entries(ProbabilityThreshold.write(state, ProbabilityThreshold.ALWAYS)))
			.containsExactly("ot=th:0;p:8", "b=2", "a=1");
	}

	@Test
	void givesUpTheLastEntryOfAFullState() {
		TraceStateBuilder builder = TraceState.builder();
		for (int i = 32; i > 0; i--) {
			builder.put("k" + i, "v");
		}
		List<String> entries = entries(ProbabilityThreshold.write(builder.build(), ProbabilityThreshold.ALWAYS));
		assertThat(entries).hasSize(32).startsWith("ot=th:0", "k1=v").endsWith("k31=v");
	}

	@Test
	void neverRejectsMoreForAHigherProbability() {
		Random random = new Random(8);
		for (int i = 0; i < 100_000; i++) {
			double lower = Math.pow(random.nextDouble(), 1 + random.nextInt(20));
			double higher = Math.min(1, lower * (1 + random.nextDouble() / (1 + random.nextInt(1000))));
			assertThat(ProbabilityThreshold.of(higher)).isLessThanOrEqualTo(ProbabilityThreshold.of(lower));
		}
	}

	@Test
	void isPreciseToFourDigits() {
		for (double probability = 1; probability > 1e-9; probability *= 0.7) {
			double written = ProbabilityThreshold.probability(ProbabilityThreshold.of(probability));
			assertThat(written / probability).isCloseTo(1, within(Math.pow(16, -3)));
		}
	}

	@Test
	void knowsBothEnds() {
		assertThat(ProbabilityThreshold.of(0)).isEqualTo(ProbabilityThreshold.NEVER);
		assertThat(ProbabilityThreshold.of(Double.NaN)).isEqualTo(ProbabilityThreshold.NEVER);
		assertThat(ProbabilityThreshold.of(Double.MIN_VALUE)).isLessThan(ProbabilityThreshold.NEVER);
		assertThat(ProbabilityThreshold.of(Math.nextDown(1.0))).isEqualTo(ProbabilityThreshold.ALWAYS);
		assertThat(ProbabilityThreshold.isSampled(ProbabilityThreshold.NEVER - 1, ProbabilityThreshold.NEVER))
			.isFalse();
	}

	private static TraceState ot(String entry) {
		return TraceState.builder().put("ot", entry).build();
	}

	private static List<String> entries(TraceState state) {
		List<String> entries = new ArrayList<>();
		state.forEach((key, value) -> entries.add(key + "=" + value));
		return entries;
	}

}
