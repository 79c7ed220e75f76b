package io.github.observability.sample.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PrometheusTextTests {

	@Test
	void readsTheExampleOfTheSpecification() {
		Scrape scrape = PrometheusText
			.parse("""
					# HELP http_requests_total The total number of HTTP requests.
					# TYPE http_requests_total counter
					http_requests_total{method="post",code="200"} 1027 1395066363000
					http_requests_total{method="post",code="400"}    3 1395066363000

					# Escaping in label values:
					msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find:\\n\\"it\\""} 1.458255915e9

					# Minimalistic line:
					metric_without_timestamp_and_labels 12.47
					something_weird{problem="division by zero"} +Inf -3982045

					# HELP http_request_duration_seconds A histogram of the request duration.
					# TYPE http_request_duration_seconds histogram
					http_request_duration_seconds_bucket{le="0.05"} 24054
					http_request_duration_seconds_bucket{le="0.1"} 33444
					http_request_duration_seconds_bucket{le="+Inf"} 144320
					http_request_duration_seconds_sum 53423
					http_request_duration_seconds_count 144320

					# TYPE rpc_duration_seconds summary
					rpc_duration_seconds{quantile="0.01"} 3102
					rpc_duration_seconds{quantile="0.99"} NaN
					rpc_duration_seconds_sum 1.7560473e+07
					rpc_duration_seconds_count 2693
					""");
		assertThat(scrape.families()).extracting(MetricFamily::type)
			.containsExactly("counter", "untyped", "untyped", "untyped", "histogram", "summary");
		assertThat(scrape.family("http_requests_total").help()).isEqualTo("The total number of HTTP requests.");
		assertThat(scrape.samples("http_requests_total", "code", "200")).singleElement()
			.isEqualTo(new Sample("http_requests_total", Map.of("method", "post", "code", "200"), 1027, 1395066363000d,
					null));
		assertThat(scrape.samples("msdos_file_access_time_seconds").get(0).labels())
			.containsExactly(Map.entry("path", "C:\\DIR\\FILE.TXT"), Map.entry("error", "Cannot find:\n\"it\""));
		assertThat(scrape.value("something_weird")).isEqualTo(Double.POSITIVE_INFINITY);
		assertThat(scrape.value("rpc_duration_seconds", "quantile", "0.99")).isNaN();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a 1\n", "\t a  1 \n", "a{} 1\n", "a { x = \"1\" , } 1\n", "a{x=\"},{\"}\t1\n",
			"a{x=\"ü€😀\"} 1\n", "#\n# HELPS a\n#TYPE a gauge\na 1\n", "# HELP a\na 1\n",
			"# HELP a b \\\\ \\n \"\na 1\n", "# TYPE a gauge\n", "a 1\nb 1\na_b 1\n",
			"a{x=\"1\"} 1\na{x=\"2\"} 1\na 1\n", "\na:b 1\n\n" })
	void takesWhatTheFormatAllows(String text) {
		assertThat(PrometheusText.parse(text).families()).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-0", "+1", "1.", ".5", "1e3", "1E-3", "-1.5e+300", "NaN", "+Inf", "-Inf" })
	void takesNumbers(String number) {
		String javaNumber = number.replace("Inf", "Infinity");
		assertThat(PrometheusText.parse("a " + number + "\n").value("a")).isEqualTo(Double.valueOf(javaNumber));
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "1d", "0x10", "1_000", "1,5", "nan", "Inf", "inf", "Infinity", "1e", "e1", ".", "--1",
			"\"1\"", "١" })
	void refusesWhatIsNoNumber(String number) {
		refuse("is not a value", "a " + number + "\n");
	}

	@ParameterizedTest
	@MethodSource("refused")
	void refuses(String reason, String text) {
		refuse(reason, text);
	}

	static Stream<Arguments> refused() {
		return Stream.of(Arguments.of("No line feed at the end", ""), Arguments.of("No line feed at the end", "a 1"),
				Arguments.of("No line feed at the end", "a 1\nb"),
				Arguments.of("second HELP of 'a'", "# HELP a x\n# HELP a x\n"),
				Arguments.of("second TYPE of 'a'", "# TYPE a gauge\n# TYPE a gauge\n"),
				Arguments.of("HELP of 'a' after its samples", "a 1\n# HELP a x\n"),
				Arguments.of("TYPE of 'a' after its samples", "a 1\n# TYPE a gauge\n"),
				Arguments.of("TYPE of 'a' after its samples", "# HELP a x\na 1\n# TYPE a gauge\n"),
				Arguments.of("unknown type 'info'", "# TYPE a info\n"),
				Arguments.of("unknown type 'Gauge'", "# TYPE a Gauge\n"), Arguments.of("unknown type ''", "# TYPE a\n"),
				Arguments.of("end of line expected", "# TYPE a gauge x\n"), Arguments.of("blank expected", "# TYPE\n"),
				Arguments.of("metric name expected", "# HELP 1a\n"), Arguments.of("invalid escape", "# HELP a \\\"\n"),
				Arguments.of("invalid escape", "# HELP a \\t\n"), Arguments.of("invalid escape", "# HELP a \\\n"),
				Arguments.of("blank expected", "# HELP a-b x\n"),
				Arguments.of("'a' was used by family 'a' before", "a 1\nb 1\na{x=\"1\"} 1\n"),
				Arguments.of("'a' was used by family 'a' before", "# HELP a x\nb 1\na 1\n"),
				Arguments.of("'a' was used by family 'a' before", "# HELP a x\nb 1\n# TYPE a gauge\n"),
				Arguments.of("duplicate series", "a 1\na 2\n"), Arguments.of("duplicate series", "a 1 1\na 1 2\n"),
				Arguments.of("duplicate series", "a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 1\n"),
				Arguments.of("duplicate series", "a{x=\"\"} 1\na 1\n"), Arguments.of("metric name expected", "1a 1\n"),
				Arguments.of("metric name expected", "{x=\"1\"} 1\n"), Arguments.of("metric name expected", "é 1\n"),
				Arguments.of("blank expected", "a.b 1\n"), Arguments.of("blank expected", "a-b 1\n"),
				Arguments.of("label name expected", "a{1x=\"1\"} 1\n"), Arguments.of("label name expected", "a{,} 1\n"),
				Arguments.of("label name expected", "a{x=\"1\",,} 1\n"),
				Arguments.of("label name expected", "a{\"x\"=\"1\"} 1\n"),
				Arguments.of("'=' expected", "a{x:y=\"1\"} 1\n"), Arguments.of("'=' expected", "a{x.y=\"1\"} 1\n"),
				Arguments.of("'=' expected", "a{x} 1\n"), Arguments.of("'\"' expected", "a{x=1} 1\n"),
				Arguments.of("'\"' expected", "a{x='1'} 1\n"), Arguments.of("'\"' expected", "a{x=\"1\n"),
				Arguments.of("',' expected", "a{x=\"1\" y=\"2\"} 1\n"), Arguments.of("',' expected", "a{x=\"1\"\n"),
				Arguments.of("label name expected", "a{\n"), Arguments.of("invalid escape", "a{x=\"\\t\"} 1\n"),
				Arguments.of("invalid escape", "a{x=\"\\u0041\"} 1\n"), Arguments.of("invalid escape", "a{x=\"\\\n"),
				Arguments.of("label 'x' given twice", "a{x=\"1\",x=\"2\"} 1\n"),
				Arguments.of("label __name__ is reserved", "a{__name__=\"b\"} 1\n"),
				Arguments.of("blank expected", "a{x=\"1\"}1\n"), Arguments.of("blank expected", "a\n"),
				Arguments.of("'' is not a value", "a \n"), Arguments.of("is not a value", "a 1\r\n"),
				Arguments.of("is not a timestamp", "a 1 1.5\n"), Arguments.of("is not a timestamp", "a 1 x\n"),
				Arguments.of("is not a timestamp", "a 1 # {} 1\n"), Arguments.of("end of line expected", "a 1 1 1\n"));
	}

	@ParameterizedTest
	@MethodSource("refusedFamilies")
	void refusesFamily(String reason, String text) {
		refuse(reason, text);
	}

	static Stream<Arguments> refusedFamilies() {
		return Stream.of(histogram("not sorted", "a_bucket{le=\"2\"} 1", "a_bucket{le=\"1\"} 1"),
				histogram("not sorted", "a_bucket{le=\"1\"} 1", "a_bucket{le=\"1.0\"} 1"),
				histogram("not sorted", "a_bucket{le=\"+Inf\"} 1", "a_bucket{le=\"1\"} 1"),
				histogram("not cumulative", "a_bucket{le=\"1\"} 2", "a_bucket{le=\"+Inf\"} 1"),
				histogram("no bucket le=\"+Inf\"", "a_bucket{le=\"1\"} 1", "a_count 1", "a_sum 1"),
				histogram("no bucket le=\"+Inf\"", "a_count 1", "a_sum 1"),
				histogram("{x=1} has no bucket le=\"+Inf\"", "a_bucket{le=\"+Inf\"} 1", "a_count 1", "a_sum 1",
						"a_count{x=\"1\"} 1", "a_sum{x=\"1\"} 1"),
				histogram("+Inf bucket is not _count 2.0", "a_bucket{le=\"+Inf\"} 1", "a_count 2", "a_sum 1"),
				histogram("+Inf bucket is not _count NaN", "a_bucket{le=\"+Inf\"} 1", "a_count NaN", "a_sum 1"),
				histogram("needs both", "a_bucket{le=\"+Inf\"} 1"),
				histogram("needs both", "a_bucket{le=\"+Inf\"} 1", "a_count 1"),
				histogram("needs both", "a_bucket{le=\"+Inf\"} 1", "a_sum 1"),
				histogram("needs both", "a_bucket{le=\"+Inf\"} 1", "a_sum{x=\"1\"} 1", "a_count{x=\"1\"} 1",
						"a_bucket{x=\"1\",le=\"+Inf\"} 1"),
				histogram("without a number as le", "a_bucket 1"),
				histogram("without a number as le", "a_bucket{le=\"NaN\"} 1"),
				histogram("without a number as le", "a_bucket{le=\"x\"} 1"),
				histogram("below zero or not a number", "a_bucket{le=\"+Inf\"} -1"),
				histogram("below zero or not a number", "a_bucket{le=\"+Inf\"} NaN"),
				histogram("'a' was used by family 'a' before", "a 1"),
				histogram("'a_count' was used by family 'a' before", "b 1", "a_count 1"),
				Arguments.of("takes 'a_count' from family 'a_count'", "a_count 1\n# TYPE a histogram\n"),
				Arguments.of("needs a quantile", "# TYPE a summary\na 1\n"),
				Arguments.of("needs a quantile", "# TYPE a summary\na{quantile=\"1.1\"} 1\n"),
				Arguments.of("needs a quantile", "# TYPE a summary\na{quantile=\"-0.1\"} 1\n"),
				Arguments.of("needs a quantile", "# TYPE a summary\na{quantile=\"NaN\"} 1\n"));
	}

	@Test
	void takesCountAndSumOfGaugeHistogramsFromTheirOwnFamilies() {
		assertThat(PrometheusText.parse("""
				# TYPE a histogram
				a_bucket{le="+Inf"} 2
				# TYPE a_gcount gauge
				a_gcount 2
				# TYPE a_gsum gauge
				a_gsum 5
				""").value("a_gcount")).isEqualTo(2);
	}

	@Test
	void namesLineAndColumn() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> PrometheusText.parse("a 1\nb{x=1} 1\n"))
			.withMessage("line 2, column 5: '\"' expected\n\tb{x=1} 1");
	}

	@Test
	void readsWhatMicrometerWrites() {
		Scrape scrape = PrometheusText.parse(MicrometerScrape.prometheus());
		assertThat(scrape.value("http_seconds_count", "uri", "/rides")).isEqualTo(1);
		assertThat(scrape.value("http_seconds_bucket", "uri", "/", "le", "+Inf")).isEqualTo(1);
		assertThat(scrape.value("quick_seconds", "quantile", "0.5")).isBetween(0.004, 0.006);
		assertThat(scrape.value("traffic_bytes_total")).isEqualTo(1e12);
		assertThat(scrape.value("orders_total", "note", "a\"b\\c\nd, e}")).isEqualTo(1);
		assertThat(scrape.family("orders_total").help()).isEqualTo("Orders \"placed\"\nwith \\");
		assertThat(scrape.family("active_seconds").type()).isEqualTo("histogram");
		assertThat(scrape.familiesWithoutHelp()).contains("plain_seconds", "pool_nan")
			.doesNotContain("orders_total", "pool_limit", "http_seconds");
	}

	@Test
	void refusesMicrometersScrapeWithAnyLineRepeated() {
		List<String> lines = MicrometerScrape.prometheus().lines().toList();
		for (int i = 0; i < lines.size(); i++) {
			List<String> broken = new ArrayList<>(lines);
			broken.add(i, lines.get(i));
			refuse("", join(broken));
		}
	}

	@Test
	void refusesMicrometersScrapeWithAnyLineMovedBehindOtherFamilies() {
		List<String> lines = MicrometerScrape.prometheus().lines().toList();
		for (String line : lines) {
			List<String> broken = new ArrayList<>(lines);
			broken.remove(line);
			broken.add("behind_everything 1");
			broken.add(line);
			refuse("", join(broken));
		}
	}

	@Test
	void refusesMicrometersScrapeWithoutAnyInfiniteBucketCountOrSumOfAHistogram() {
		List<String> lines = MicrometerScrape.prometheus().lines().toList();
		List<Integer> needed = IntStream.range(0, lines.size())
			.filter((i) -> lines.get(i).contains("le=\"+Inf\"") || lines.get(i).matches("(http|size).*_(count|sum).*"))
			.boxed()
			.toList();
		assertThat(needed).hasSize(4 + 6);
		for (int i : needed) {
			List<String> broken = new ArrayList<>(lines);
			broken.remove(i);
			refuse("", join(broken));
		}
	}

	private static Arguments histogram(String reason, String... samples) {
		return Arguments.of(reason, "# TYPE a histogram\n" + join(List.of(samples)));
	}

	private static String join(List<String> lines) {
		return String.join("\n", lines) + "\n";
	}

	private static void refuse(String reason, String text) {
		assertThatExceptionOfType(AssertionError.class).as(text)
			.isThrownBy(() -> PrometheusText.parse(text))
			.withMessageContaining(reason);
	}

}
