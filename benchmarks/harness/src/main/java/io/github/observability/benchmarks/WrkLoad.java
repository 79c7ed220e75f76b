package io.github.observability.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@link Load} of {@code wrk}.
 */
final class WrkLoad implements Load {

	private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([\\d.]+)(us|ms|s|m),");

	private static final Map<String, Double> MICROS = Map.of("us", 1.0, "ms", 1e3, "s", 1e6, "m", 60e6);

	@Override
	public String name() {
		return "wrk";
	}

	@Override
	public Result run(String host, int port, Endpoint endpoint, Duration duration) {
		return parse(Commands.output("wrk", "-t1", "-c" + endpoint.connections(),
				"-d" + Math.max(1, duration.toSeconds()) + "s", "--latency",
				"http://" + host + ":" + port + endpoint.path()));
	}

	static Result parse(String output) {
		Matcher requests = find(REQUESTS, output);
		return new Result(Long.parseLong(requests.group(1)), micros(requests.group(2), requests.group(3)) / 1e6,
				percentile(output, "50"), percentile(output, "99"));
	}

	private static double percentile(String output, String percentile) {
		Matcher matcher = find(Pattern.compile("(?m)^ +" + percentile + "% +([\\d.]+)(us|ms|s|m) *$"), output);
		return micros(matcher.group(1), matcher.group(2));
	}

	private static double micros(String number, String unit) {
		return Double.parseDouble(number) * MICROS.getOrDefault(unit, 1.0);
	}

	private static Matcher find(Pattern pattern, String output) {
		Matcher matcher = pattern.matcher(output);
		if (!matcher.find()) {
			throw new IllegalStateException("wrk wrote something unknown: " + output);
		}
		return matcher;
	}

}
