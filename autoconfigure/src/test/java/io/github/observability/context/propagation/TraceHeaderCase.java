package io.github.observability.context.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * A rule of W3C Trace Context Level 2, as incoming headers and the expected outgoing
 * ones.
 *
 * @param section section of the recommendation
 * @param description the rule
 * @param parents values of the {@code traceparent} headers
 * @param states values of the {@code tracestate} headers
 * @param continued whether the trace continues
 * @param flags what the outgoing {@code traceparent} ends with, {@code null} where the
 * trace is a new one
 * @param state the outgoing {@code tracestate}, empty for none
 */
record TraceHeaderCase(String section, String description, List<String> parents, List<String> states, boolean continued,
		@Nullable String flags, String state) {

	static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	static final String SPAN_ID = "00f067aa0ba902b7";

	private static final String IDS = TRACE_ID + "-" + SPAN_ID;

	static final String PARENT = "00-" + IDS + "-01";

	static List<TraceHeaderCase> all() {
		List<TraceHeaderCase> cases = new ArrayList<>();
		parents(cases);
		versions(cases);
		lists(cases);
		members(cases);
		limits(cases);
		return cases;
	}

	private static void parents(List<TraceHeaderCase> cases) {
		cases.add(continued("3.2.2", "sampled parent", PARENT, "01"));
		cases.add(continued("3.2.2", "parent that is not sampled", "00-" + IDS + "-00", "00"));
		cases.add(continued("3.2.2", "whitespace around `traceparent`", " \t" + PARENT + " \t", "01"));
		cases.add(restarted("4.3", "several `traceparent` headers", PARENT, PARENT.replace("4b", "5b")));
		cases.add(restarted("3.2.2.2", "uppercase trace id", PARENT.replace("bf92f", "BF92F")));
		cases.add(restarted("3.2.2.2", "uppercase parent id", PARENT.replace("aa0ba", "AA0BA")));
		cases.add(restarted("3.2.2.3", "all-zero trace id", "00-" + "0".repeat(32) + "-" + SPAN_ID + "-01"));
		cases.add(restarted("3.2.2.3", "trace id with invalid characters", PARENT.replace("4bf9", "4bg9")));
		cases.add(restarted("3.2.2.3", "trace id too long", "00-4" + IDS + "-01"));
		cases.add(restarted("3.2.2.3", "trace id too short", "00-" + IDS.substring(1) + "-01"));
		cases.add(restarted("3.2.2.4", "all-zero parent id", "00-" + TRACE_ID + "-0000000000000000-01"));
		cases.add(restarted("3.2.2.4", "parent id with invalid characters", PARENT.replace("f067", "f_67")));
		cases.add(restarted("3.2.2.4", "parent id too long", "00-" + IDS + "0-01"));
		cases.add(restarted("3.2.2.4", "parent id too short", "00-" + IDS.substring(0, 48) + "-01"));
		cases.add(restarted("3.2.2.5", "flags with invalid characters", "00-" + IDS + "-0."));
		cases.add(restarted("3.2.2.5", "uppercase flags", "00-" + IDS + "-0B"));
		cases.add(restarted("3.2.2.5", "flags too long", "00-" + IDS + "-001"));
		cases.add(restarted("3.2.2.5", "flags too short", "00-" + IDS + "-1"));
		cases.add(continued("3.2.2.5", "unknown flags are sent as zero", "00-" + IDS + "-fd", "01"));
		cases.add(continued("3.2.2.5.2", "the random flag is preserved", "00-" + IDS + "-03", "03"));
		cases.add(continued("3.2.2.5.2", "the random flag is preserved without the sampled flag", "00-" + IDS + "-02",
				"02"));
		cases.add(restarted("4.3", "empty `traceparent`", ""));
	}

	private static void versions(List<TraceHeaderCase> cases) {
		cases.add(restarted("3.2.2.1", "version ff", "ff-" + IDS + "-01"));
		cases.add(restarted("3.2.4", "version with invalid characters", ".0-" + IDS + "-01"));
		cases.add(restarted("3.2.4", "version too long", "000-" + IDS + "-01"));
		cases.add(restarted("3.2.4", "version too short", "0-" + IDS + "-01"));
		cases.add(restarted("3.2.2.2", "additional field in version 00", PARENT + "-more"));
		cases.add(restarted("3.2.2.2", "trailing character in version 00", PARENT + "."));
		cases.add(continued("3.2.4", "a higher version is sent as 00", "cc-" + IDS + "-01", "01"));
		cases.add(continued("3.2.4", "higher version with additional fields", "cc-" + IDS + "-01-more", "01"));
		cases.add(continued("3.2.4", "higher version with a trailing dash", "cc-" + IDS + "-01-", "01"));
		cases.add(restarted("3.2.4", "higher version with trailing characters but no dash", "cc-" + IDS + "-01.more"));
		cases.add(restarted("3.2.4", "higher version that is too short", "cc-" + IDS));
	}

	private static void lists(List<TraceHeaderCase> cases) {
		cases.add(new TraceHeaderCase("3.3", "`tracestate` without `traceparent`", List.of(), List.of("foo=1"), false,
				null, ""));
		cases.add(new TraceHeaderCase("3.3", "`tracestate` with a malformed `traceparent`",
				List.of("00-" + IDS + "-0."), List.of("foo=1"), false, null, ""));
		cases.add(state("3.3", "a malformed `tracestate` does not affect `traceparent`", "", "foo"));
		cases.add(state("3.3.1.1", "members are sent in their original order", "foo=1,bar=2", "foo=1,bar=2"));
		cases.add(state("3.3.1.1", "several headers form one list", "foo=1,bar=2,rojo=1,congo=2,baz=3", "foo=1,bar=2",
				"rojo=1,congo=2", "baz=3"));
		cases.add(state("3.3.1.1", "empty header", "", ""));
		cases.add(state("3.3.1.1", "empty header before another", "foo=1", "", "foo=1"));
		cases.add(state("3.3.1.1", "empty header after another", "foo=1", "foo=1", ""));
		cases.add(state("3.3.1.2", "empty members", "foo=1,bar=2", ",foo=1,, \t,bar=2,"));
		cases.add(state("3.3.1.2", "whitespace around members", "foo=1,bar=2,baz=3", " foo=1 \t , \t bar=2,\tbaz=3 "));
	}

	private static void members(List<TraceHeaderCase> cases) {
		String key = "abcdefghijklmnopqrstuvwxyz0123456789_-*/@";
		String value = characters(' ', '~').replace(",", "").replace("=", "");
		cases.add(kept("3.3.1.3.1", "all characters allowed in a key", key + "=1"));
		cases.add(kept("3.3.1.3.1", "key that begins with a digit", "1foo=1,bar=2"));
		cases.add(state("3.3.1.3.1", "key that begins with an invalid character", "", "_foo=1,bar=2"));
		cases.add(state("3.3.1.3.1", "uppercase key", "", "FOO=1,bar=2"));
		cases.add(state("3.3.1.3.1", "key with invalid characters", "", "foo.bar=1,bar=2"));
		cases.add(state("3.3.1.3.1", "space after the key", "", "foo =1"));
		cases.add(state("3.3.1.3.1", "empty key", "", "=1,bar=2"));
		cases.add(kept("3.3.1.3.1", "key of the maximum length", "z".repeat(256) + "=1"));
		cases.add(state("3.3.1.3.1", "key that is too long", "", "z".repeat(257) + "=1"));
		cases.add(kept("3.3.1.3.1", "multi-tenant key", "1tenant@vendor=1"));
		cases.add(kept("3.3.1.3.1", "long tenant id", longest(242, 13)));
		cases.add(kept("3.3.1.3.1", "long system id", longest(10, 245)));
		cases.add(state("3.3.1.3.1", "tenant id and system id that are too long together", "", longest(242, 14)));
		cases.add(kept("3.3.1.3.1", "system id that begins with a digit", "tenant@1vendor=1"));
		cases.add(kept("3.3.1.3.1", "key that ends with an at sign", "foo@=1,bar=2"));
		cases.add(state("3.3.1.3.1", "key that begins with an at sign", "", "@foo=1,bar=2"));
		cases.add(kept("3.3.1.3.1", "key with two at signs", "foo@bar@baz=1,bar=2"));
		cases.add(state("3.3.1.3.2", "all characters allowed in a value", "foo=" + value, "foo=" + value));
		cases.add(state("3.3.1.3.2", "leading spaces are part of a value", "foo=  1", "foo=  1"));
		cases
			.add(state("3.3.1.3.2", "value of the maximum length", "foo=" + "1".repeat(256), "foo=" + "1".repeat(256)));
		cases.add(state("3.3.1.3.2", "value that is too long", "", "foo=" + "1".repeat(257)));
		cases.add(state("3.3.1.3.2", "empty value", "", "foo=,bar=2"));
		cases.add(state("3.3.1.3.2", "equals sign in a value", "", "foo=bar=baz"));
		cases.add(state("3.3.1.4", "of two members with the same key, the first counts", "foo=1,bar=2",
				"foo=1,bar=2,foo=3"));
		cases.add(state("3.3.1.4", "the same across two headers", "foo=1,bar=2", "foo=1", "bar=2,foo=3"));
	}

	private static TraceHeaderCase kept(String section, String description, String state) {
		return state(section, description, state, state);
	}

	private static void limits(List<TraceHeaderCase> cases) {
		cases.add(state("3.3.1.2", "32 members", members(32, 1), members(32, 1)));
		cases.add(state("3.3.1.2", "33 members", "", members(33, 1)));
		String full = members(7, 60) + ",zz=" + "1".repeat(54);
		cases.add(state("3.3.1.5", "512 characters", full, full));
		String begin = "a=1,b=" + "2".repeat(256) + ",c=3";
		cases.add(state("3.3.1.5", "a list that is too long loses its long entries first", begin + ",e=5",
				begin + ",d=" + "4".repeat(256) + ",e=5"));
		cases.add(state("3.3.1.5", "a list that is still too long then loses its last entries", members(6, 70),
				members(12, 70)));
	}

	private static TraceHeaderCase continued(String section, String description, String parent, String flags) {
		return new TraceHeaderCase(section, description, List.of(parent), List.of(), true, flags, "");
	}

	private static TraceHeaderCase restarted(String section, String description, String... parents) {
		return new TraceHeaderCase(section, description, List.of(parents), List.of("foo=1"), false, null, "");
	}

	private static TraceHeaderCase state(String section, String description, String expected, String... states) {
		return new TraceHeaderCase(section, description, List.of(PARENT), List.of(states), true, "01", expected);
	}

	private static String longest(int tenant, int system) {
		return "t".repeat(tenant) + "@" + "v".repeat(system) + "=1";
	}

	private static String members(int count, int size) {
		return IntStream.range(0, count)
			.mapToObj((i) -> "k%02d=%s".formatted(i, "1".repeat(size)))
			.collect(Collectors.joining(","));
	}

	private static String characters(char from, char to) {
		return IntStream.rangeClosed(from, to)
			.mapToObj((character) -> String.valueOf((char) character))
			.collect(Collectors.joining());
	}

	@Override
	public String toString() {
		return this.section + " " + this.description;
	}

}
