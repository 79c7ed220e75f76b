package io.github.observability.sample.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OpenMetricsTextTests {

	@Test
	void readsEveryType() {
		Scrape scrape = OpenMetricsText.parse("""
				# TYPE acme_http_router_request_seconds summary
				# UNIT acme_http_router_request_seconds seconds
				# HELP acme_http_router_request_seconds Latency of \\"router\\" \\\\
				acme_http_router_request_seconds_sum{path="/api/v1",method="GET"} 9036.32
				acme_http_router_request_seconds_count{path="/api/v1",method="GET"} 807283.0
				acme_http_router_request_seconds_created{path="/api/v1",method="GET"} 1605281325.0
				acme_http_router_request_seconds{path="/api/v2",method="POST",quantile="0.5"} 1
				# TYPE go_goroutines gauge
				# HELP go_goroutines\s
				go_goroutines 69 1605281325.5
				# TYPE cpu_seconds counter
				# UNIT cpu_seconds seconds
				cpu_seconds_total 4.20072246e+06 1605281325 # {trace_id="ab"} 0.5 1605281324.25
				cpu_seconds_created 1605281325
				# TYPE latency histogram
				latency_bucket{le="0.01"} 0
				latency_bucket{le="0.1"} 8 # {} 0.054
				latency_bucket{le="+Inf"} 17 # {trace_id="cd",path="a\\"b"} nan
				latency_count 17
				latency_sum 324789.3
				# TYPE open gaugehistogram
				open_bucket{le="+Inf"} 3 # {x="ü"} -1
				open_gcount 3
				open_gsum -2
				# TYPE state stateset
				state{state="on"} 1
				state{state="off"} 0
				# TYPE build info
				build_info{version="1"} 1
				no_type{} +Inf
				# EOF
				""");
		assertThat(scrape.families()).extracting(MetricFamily::type)
			.containsExactly("summary", "gauge", "counter", "histogram", "gaugehistogram", "stateset", "info",
					"unknown");
		MetricFamily summary = scrape.family("acme_http_router_request_seconds");
		assertThat(summary.help()).isEqualTo("Latency of \"router\" \\");
		assertThat(summary.unit()).isEqualTo("seconds");
		assertThat(scrape.familiesWithoutHelp()).contains("go_goroutines").doesNotContain(summary.name());
		assertThat(scrape.samples("cpu_seconds_total")).singleElement()
			.isEqualTo(new Sample("cpu_seconds_total", Map.of(), 4.20072246e6, 1605281325d,
					new Exemplar(Map.of("trace_id", "ab"), 0.5, 1605281324.25)));
		assertThat(scrape.exemplars("latency_bucket")).extracting(Exemplar::timestamp).containsExactly(null, null);
		assertThat(scrape.exemplars("latency_bucket", "le", "+Inf").get(0).labels()).containsEntry("path", "a\"b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "# EOF", "# EOF\n", "a 1\n# EOF", "# TYPE a gauge\n# EOF\n", "# UNIT a \na 1\n# EOF\n",
			"# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\n# EOF\n", "a NAN\nb Infinity\nc -inf\n# EOF\n",
			"# HELP a \n# TYPE a gauge\na 1 -1e3\n# EOF\n" })
	void takesWhatTheFormatAllows(String text) {
		assertThat(OpenMetricsText.parse(text).families()).isNotNull();
	}

	@ParameterizedTest
	@MethodSource("refusedLines")
	void refusesLines(String reason, String lines) {
		refuse(reason, lines + "\n# EOF\n");
	}

	static Stream<Arguments> refusedLines() {
		return Stream.of(Arguments.of("metric name expected", ""), Arguments.of("metric name expected", "a 1\n\nb 1"),
				Arguments.of("metric name expected", " a 1"), Arguments.of("' ' expected", "#"),
				Arguments.of("there are no comments", "# comment"), Arguments.of("' ' expected", "#TYPE a gauge"),
				Arguments.of("there are no comments", "#  TYPE a gauge"),
				Arguments.of("there are no comments", "# EOF"), Arguments.of("metric name expected", "# TYPE  a gauge"),
				Arguments.of("' ' expected", "# HELP a"), Arguments.of("unknown type ''", "# TYPE a  gauge"),
				Arguments.of("unknown type 'untyped'", "# TYPE a untyped"),
				Arguments.of("end of line expected", "# TYPE a gauge "),
				Arguments.of("second TYPE of 'a'", twice("# TYPE a info")),
				Arguments.of("second HELP of 'a'", twice("# HELP a x")),
				Arguments.of("second UNIT of 'a'", twice("# UNIT a a")),
				Arguments.of("UNIT of 'a_s' after its samples", "a_s 1\n# UNIT a_s s"),
				Arguments.of("HELP of 'a' after its samples", "a 1\n# HELP a x"),
				Arguments.of("TYPE of 'a' after its samples", "a 1\n# TYPE a gauge"),
				Arguments.of("does not end in its unit '_seconds'", "# UNIT a seconds\na 1"),
				Arguments.of("does not end in its unit '_seconds'", "# UNIT aseconds seconds\naseconds 1"),
				Arguments.of("does not end in its unit '_seconds'", "# UNIT seconds seconds"),
				Arguments.of("type has no unit", "# TYPE a_x info\n# UNIT a_x x"),
				Arguments.of("type has no unit", "# TYPE a_x stateset\n# UNIT a_x x"),
				Arguments.of("quote not escaped", "# HELP a \""), Arguments.of("invalid escape", "# HELP a \\t"),
				Arguments.of("invalid escape", "a{x=\"\\t\"} 1"),
				Arguments.of("'a' was used by family 'a' before", "a 1\nb 1\na{x=\"1\"} 1"),
				Arguments.of("duplicate series", "a 1\na 2"), Arguments.of("duplicate series", "a 1 1\na 2 2"),
				Arguments.of("label name expected", "a{x=\"1\",} 1"),
				Arguments.of("label name expected", "a{ x=\"1\"} 1"),
				Arguments.of("label 'x' given twice", "a{x=\"1\",x=\"1\"} 1"),
				Arguments.of("is not a value", "a {x=\"1\"} 1 1"), Arguments.of("is not a value", "a  1"),
				Arguments.of("is not a value", "a 1d"), Arguments.of("is not a value", "a 0x1"),
				Arguments.of("' ' expected", "a\t1"), Arguments.of("'' is not a timestamp", "a 1 "),
				Arguments.of("is not a timestamp", "a 1 nan"), Arguments.of("is not a timestamp", "a 1 +Inf"),
				Arguments.of("is not a timestamp", "a 1 x"), Arguments.of("'#' expected", "a 1 1 1"),
				Arguments.of("is not a value", "a 1\r"));
	}

	@ParameterizedTest
	@MethodSource("refusedFamilies")
	void refusesFamily(String reason, String type, String samples) {
		refuse(reason, "# TYPE a " + type + "\n" + samples + "\n# EOF\n");
	}

	static Stream<Arguments> refusedFamilies() {
		return Stream.of(Arguments.of("'a' was used by family 'a' before", "counter", "a 1"),
				Arguments.of("'a' was used by family 'a' before", "info", "a 1"),
				Arguments.of("'a' was used by family 'a' before", "histogram", "a 1"),
				Arguments.of("'a_total' was used by family 'a' before", "counter", "b 1\na_total 1"),
				Arguments.of("'a_created' was used by family 'a' before", "counter", "# TYPE a_created gauge"),
				Arguments.of("below zero or not a number", "counter", "a_total -1"),
				Arguments.of("below zero or not a number", "counter", "a_total NaN"),
				Arguments.of("below zero or not a number", "summary", "a_count -1"),
				Arguments.of("below zero or not a number", "gaugehistogram", "a_gcount NaN"),
				Arguments.of("not together", "counter", "a_total 1\na_total{x=\"1\"} 1\na_created 1"),
				Arguments.of("not together", "summary", "a_count 1\na_count{x=\"1\"} 1\na_sum 1\na_sum{x=\"1\"} 1"),
				Arguments.of("is not 1", "info", "a_info 2"),
				Arguments.of("is neither 0 nor 1", "stateset", "a{a=\"x\"} 2"),
				Arguments.of("no label of the family's name", "stateset", "a{b=\"x\"} 1"),
				Arguments.of("needs a quantile", "summary", "a 1"),
				Arguments.of("needs a quantile", "summary", "a{quantile=\"2\"} 1"),
				Arguments.of("not sorted", "histogram", "a_bucket{le=\"2\"} 1\na_bucket{le=\"1\"} 1"),
				Arguments.of("not cumulative", "histogram", "a_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1"),
				Arguments.of("no bucket le=\"+Inf\"", "histogram", "a_bucket{le=\"1\"} 1\na_count 1\na_sum 1"),
				Arguments.of("without a number as le", "histogram", "a_bucket{le=\"inf\"} 1"),
				Arguments.of("no bucket le=\"+Inf\"", "gaugehistogram", "a_gcount 1\na_gsum 1"),
				Arguments.of("+Inf bucket is not _count", "histogram", "a_bucket{le=\"+Inf\"} 1\na_count 2\na_sum 1"),
				Arguments.of("+Inf bucket is not _count", "gaugehistogram",
						"a_bucket{le=\"+Inf\"} 1\na_gcount 2\na_gsum 1"),
				Arguments.of("needs both", "histogram", "a_bucket{le=\"+Inf\"} 1\na_count 1"),
				Arguments.of("needs both", "histogram", "a_bucket{le=\"+Inf\"} 1\na_sum 1"));
	}

	@ParameterizedTest
	@MethodSource("refusedExemplars")
	void refusesExemplar(String reason, String exemplar) {
		refuse(reason, "# TYPE a counter\na_total 1 " + exemplar + "\n# EOF\n");
	}

	static Stream<Arguments> refusedExemplars() {
		return Stream.of(Arguments.of("' ' expected", "#"), Arguments.of("'{' expected", "# 1"),
				Arguments.of("' ' expected", "#{} 1"), Arguments.of("' ' expected", "# {}"),
				Arguments.of("' ' expected", "# {}1"), Arguments.of("is not a value", "# {} x"),
				Arguments.of("is not a timestamp", "# {} 1 x"), Arguments.of("is not a timestamp", "# {} 1 nan"),
				Arguments.of("end of line expected", "# {} 1 1 1"), Arguments.of("'' is not a timestamp", "# {} 1 "),
				Arguments.of("label name expected", "# {x=\"1\",} 1"),
				Arguments.of("given twice", "# {x=\"1\",x=\"2\"} 1"), Arguments.of("'#' expected", "1 1"),
				Arguments.of("longer than 128", "# {x=\"" + "y".repeat(128) + "\"} 1"),
				Arguments.of("longer than 128", "# {" + "x".repeat(65) + "=\"" + "😀".repeat(64) + "\"} 1"));
	}

	@Test
	void countsCharactersOfExemplarsNotTheirEncoding() {
		String exemplar = " # {x=\"" + "😀".repeat(127) + "\"} 1";
		assertThat(OpenMetricsText.parse("# TYPE a counter\na_total 1" + exemplar + "\n# EOF\n").exemplars("a_total"))
			.hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gauge\na 1", "unknown\na 1", "counter\na_created 1", "summary\na{quantile=\"1\"} 1",
			"summary\na_count 1", "info\na_info 1", "stateset\na{a=\"x\"} 1",
			"histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1",
			"gaugehistogram\na_bucket{le=\"+Inf\"} 1\na_gsum 1\na_gcount 1" })
	void refusesExemplarElsewhere(String typeAndSamples) {
		refuse("exemplar on neither a counter's total nor a bucket", "# TYPE a " + typeAndSamples + " # {} 1\n# EOF\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "a 1\n", "# EOF\n\n", "# EOF\na 1\n", "# EOF\na 1", "# EOF\n# EOF\n", "#EOF\n",
			"# EOF \n", "# eof\n", "a 1\n# EOF\r\n", "a 1 # EOF\n" })
	void refusesAnyOtherEnd(String text) {
		refuse("", text);
	}

	@Test
	void readsWhatMicrometerWrites() {
		Scrape scrape = OpenMetricsText.parse(MicrometerScrape.openMetrics());
		assertThat(scrape.value("http_seconds_count", "uri", "/rides")).isEqualTo(1);
		assertThat(scrape.exemplars("http_seconds_bucket", "uri", "/")).singleElement()
			.satisfies(
					(exemplar) -> assertThat(exemplar.labels()).containsEntry("trace_id", MicrometerScrape.TRACE_ID));
		assertThat(scrape.exemplars("orders_total")).hasSize(1);
		assertThat(scrape.family("active_seconds").type()).isEqualTo("gaugehistogram");
		assertThat(scrape.family("jvm").type()).isEqualTo("info");
		assertThat(scrape.family("orders").help()).isEqualTo("Orders \"placed\"\nwith \\");
	}

	@Test
	void refusesMicrometersExemplarsOnCounts() {
		refuse("exemplar on neither a counter's total nor a bucket",
				MicrometerScrape.openMetricsWithExemplarsAnywhere());
	}

	@Test
	void refusesMicrometersScrapeCutAnywhere() {
		String text = MicrometerScrape.openMetrics();
		for (int length = 0; length < text.length() - 1; length++) {
			refuse("", text.substring(0, length));
		}
	}

	@Test
	void refusesMicrometersScrapeWithAnyLineRepeatedOrMoved() {
		List<String> lines = MicrometerScrape.openMetrics().lines().toList();
		for (int i = 0; i < lines.size(); i++) {
			List<String> repeated = new ArrayList<>(lines);
			repeated.add(i, lines.get(i));
			refuse("", String.join("\n", repeated));
			List<String> moved = new ArrayList<>(lines);
			moved.remove(i);
			moved.addAll(List.of("behind_everything 1", lines.get(i), "# EOF"));
			refuse("", String.join("\n", moved));
		}
	}

	private static String twice(String line) {
		return line + "\n" + line;
	}

	private static void refuse(String reason, String text) {
		assertThatExceptionOfType(AssertionError.class).as(text)
			.isThrownBy(() -> OpenMetricsText.parse(text))
			.withMessageContaining(reason);
	}

}
