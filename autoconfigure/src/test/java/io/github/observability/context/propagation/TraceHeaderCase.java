package io.github.observability.context.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * A rule of W3C Trace Context Level 2, as headers that come in and what has to go out.
 *
 * @param section where the rule stands
 * @param description the rule
 * @param parents values of the {@code traceparent} headers
 * @param states values of the {@code tracestate} headers
 * @param continued whether the trace goes on
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
		cases.add(continued("3.2.2", "a sampled parent", PARENT, "01"));
		cases.add(continued("3.2.2", "a parent that is not sampled", "00-" + IDS + "-00", "00"));
		cases.add(continued("3.2.2", "blanks around it", " \t" + PARENT + " \t", "01"));
		cases.add(restarted("4.3", "several of them", PARENT, PARENT.replace("4b", "5b")));
		cases.add(restarted("3.2.2.2", "upper-case trace id", PARENT.replace("bf92f", "BF92F")));
		cases.add(restarted("3.2.2.2", "upper-case parent id", PARENT.replace("aa0ba", "AA0BA")));
		cases.add(restarted("3.2.2.3", "trace id of zeros", "00-" + "0".repeat(32) + "-" + SPAN_ID + "-01"));
		cases.add(restarted("3.2.2.3", "trace id with other characters", PARENT.replace("4bf9", "4bg9")));
		cases.add(restarted("3.2.2.3", "trace id too long", "00-4" + IDS + "-01"));
		cases.add(restarted("3.2.2.3", "trace id too short", "00-" + IDS.substring(1) + "-01"));
		cases.add(restarted("3.2.2.4", "parent id of zeros", "00-" + TRACE_ID + "-0000000000000000-01"));
		cases.add(restarted("3.2.2.4", "parent id with other characters", PARENT.replace("f067", "f_67")));
		cases.add(restarted("3.2.2.4", "parent id too long", "00-" + IDS + "0-01"));
		cases.add(restarted("3.2.2.4", "parent id too short", "00-" + IDS.substring(0, 48) + "-01"));
		cases.add(restarted("3.2.2.5", "flags with other characters", "00-" + IDS + "-0."));
		cases.add(restarted("3.2.2.5", "upper-case flags", "00-" + IDS + "-0B"));
		cases.add(restarted("3.2.2.5", "flags too long", "00-" + IDS + "-001"));
		cases.add(restarted("3.2.2.5", "flags too short", "00-" + IDS + "-1"));
		cases.add(continued("3.2.2.5", "flags that nobody knows are sent as zero", "00-" + IDS + "-fd", "01"));
		cases.add(continued("3.2.2.5.2", "the random flag is kept", "00-" + IDS + "-03", "03"));
		cases.add(continued("3.2.2.5.2", "the random flag is kept, not sampled", "00-" + IDS + "-02", "02"));
		cases.add(restarted("4.3", "empty", ""));
	}

	private static void versions(List<TraceHeaderCase> cases) {
		cases.add(restarted("3.2.2.1", "version ff", "ff-" + IDS + "-01"));
		cases.add(restarted("3.2.4", "version with other characters", ".0-" + IDS + "-01"));
		cases.add(restarted("3.2.4", "version too long", "000-" + IDS + "-01"));
		cases.add(restarted("3.2.4", "version too short", "0-" + IDS + "-01"));
		cases.add(restarted("3.2.2.2", "more after version 00", PARENT + "-more"));
		cases.add(restarted("3.2.2.2", "a character after version 00", PARENT + "."));
		cases.add(continued("3.2.4", "a later version is sent as 00", "cc-" + IDS + "-01", "01"));
		cases.add(continued("3.2.4", "a later version with more parts", "cc-" + IDS + "-01-more", "01"));
		cases.add(continued("3.2.4", "a later version that ends with a dash", "cc-" + IDS + "-01-", "01"));
		cases.add(restarted("3.2.4", "a later version that goes on without a dash", "cc-" + IDS + "-01.more"));
		cases.add(restarted("3.2.4", "a later version that is too short", "cc-" + IDS));
	}

	private static void lists(List<TraceHeaderCase> cases) {
		cases.add(new TraceHeaderCase("3.3", "a state without a parent", List.of(), List.of("foo=1"), false, null, ""));
		cases.add(new TraceHeaderCase("3.3", "a state beside a malformed parent", List.of("00-" + IDS + "-0."),
				List.of("foo=1"), false, null, ""));
		cases.add(state("3.3", "a malformed state leaves the parent", "", "foo"));
		cases.add(state("3.3.1.1", "sent on in its order", "foo=1,bar=2", "foo=1,bar=2"));
		cases.add(state("3.3.1.1", "several headers are one list", "foo=1,bar=2,rojo=1,congo=2,baz=3", "foo=1,bar=2",
				"rojo=1,congo=2", "baz=3"));
		cases.add(state("3.3.1.1", "an empty header", "", ""));
		cases.add(state("3.3.1.1", "an empty header before another", "foo=1", "", "foo=1"));
		cases.add(state("3.3.1.1", "an empty header after another", "foo=1", "foo=1", ""));
		cases.add(state("3.3.1.2", "empty members", "foo=1,bar=2", ",foo=1,, \t,bar=2,"));
		cases.add(state("3.3.1.2", "blanks around members", "foo=1,bar=2,baz=3", " foo=1 \t , \t bar=2,\tbaz=3 "));
	}

	private static void members(List<TraceHeaderCase> cases) {
		String key = "abcdefghijklmnopqrstuvwxyz0123456789_-*/@";
		String value = characters(' ', '~').replace(",", "").replace("=", "");
		cases.add(kept("3.3.1.3.1", "all characters of a key", key + "=1"));
		cases.add(kept("3.3.1.3.1", "a key begins with a digit", "1foo=1,bar=2"));
		cases.add(state("3.3.1.3.1", "a key begins with another character", "", "_foo=1,bar=2"));
		cases.add(state("3.3.1.3.1", "upper-case key", "", "FOO=1,bar=2"));
		cases.add(state("3.3.1.3.1", "key with other characters", "", "foo.bar=1,bar=2"));
		cases.add(state("3.3.1.3.1", "a blank after the key", "", "foo =1"));
		cases.add(state("3.3.1.3.1", "no key", "", "=1,bar=2"));
		cases.add(kept("3.3.1.3.1", "the longest key", "z".repeat(256) + "=1"));
		cases.add(state("3.3.1.3.1", "a key too long", "", "z".repeat(257) + "=1"));
		cases.add(kept("3.3.1.3.1", "the key of a tenant", "1tenant@vendor=1"));
		cases.add(kept("3.3.1.3.1", "a long tenant", longest(242, 13)));
		cases.add(kept("3.3.1.3.1", "a long system", longest(10, 245)));
		cases.add(state("3.3.1.3.1", "tenant and system too long", "", longest(242, 14)));
		cases.add(kept("3.3.1.3.1", "a system begins with a digit", "tenant@1vendor=1"));
		cases.add(kept("3.3.1.3.1", "an at sign at the end", "foo@=1,bar=2"));
		cases.add(state("3.3.1.3.1", "an at sign at the beginning", "", "@foo=1,bar=2"));
		cases.add(kept("3.3.1.3.1", "two at signs", "foo@bar@baz=1,bar=2"));
		cases.add(state("3.3.1.3.2", "all characters of a value", "foo=" + value, "foo=" + value));
		cases.add(state("3.3.1.3.2", "blanks before a value belong to it", "foo=  1", "foo=  1"));
		cases.add(state("3.3.1.3.2", "the longest value", "foo=" + "1".repeat(256), "foo=" + "1".repeat(256)));
		cases.add(state("3.3.1.3.2", "a value too long", "", "foo=" + "1".repeat(257)));
		cases.add(state("3.3.1.3.2", "no value", "", "foo=,bar=2"));
		cases.add(state("3.3.1.3.2", "an equals sign in a value", "", "foo=bar=baz"));
		cases.add(state("3.3.1.4", "of a key that comes twice the first counts", "foo=1,bar=2", "foo=1,bar=2,foo=3"));
		cases.add(state("3.3.1.4", "the same over two headers", "foo=1,bar=2", "foo=1", "bar=2,foo=3"));
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
		cases.add(state("3.3.1.5", "what is too long loses long entries first", begin + ",e=5",
				begin + ",d=" + "4".repeat(256) + ",e=5"));
		cases.add(state("3.3.1.5", "what is too long loses its last entries then", members(6, 70), members(12, 70)));
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
