package io.github.observability.cost.advice;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Files as mimirtool, Perses' metrics-usage and Cardamon write them, and files that are
 * none.
 */
class UsedMetricsTests {

	@TempDir
	private Path directory;

	@Test
	void readsWhatMimirtoolFoundInDashboardsAndRules() throws IOException {
		UsedMetrics metrics = read("""
				{
				  "metricsUsed": ["http_server_requests_seconds_count", "up"],
				  "dashboards": [{"slug": "a", "uid": "u", "title": "T", "metrics": ["unknown"], "parse_errors": null}]
				}""");
		assertThat(metrics.used()).containsExactlyInAnyOrder("http_server_requests_seconds_count", "up");
		assertThat(isRead(metrics, "up")).isTrue();
		assertThat(isRead(metrics, "jvm_memory_used_bytes")).isFalse();
	}

	@Test
	void readsWhatMimirtoolFoundInPrometheus() throws IOException {
		UsedMetrics metrics = read("""
				{"total_active_series": 3, "in_use_active_series": 2, "additional_active_series": 1,
				 "in_use_metric_counts": [{"metric": "a_total", "count": 2, "job_counts": [{"job": "x", "count": 2}]}],
				 "additional_metric_counts": [{"metric": "b_total", "count": 1, "job_counts": []}], "errors": null}""");
		assertThat(metrics.used()).containsExactly("a_total");
		assertThat(metrics.unread()).containsExactly("b_total");
		assertThat(isRead(metrics, "a_total")).isTrue();
		assertThat(isRead(metrics, "b_total")).isFalse();
		// It came after the analysis.
		assertThat(isRead(metrics, "c_total")).isTrue();
		// A timer without buckets, of which the file knows none.
		assertThat(isRead(metrics, "b_total", "b_bucket")).isFalse();
	}

	@Test
	void readsTheUsageThatPersesCollects() throws IOException {
		UsedMetrics metrics = read(
				"""
						{"a_total": {"labels": ["job"], "usage": {"dashboards": [{"id": "d", "name": "n", "url": "u"}]}},
						 "b_total": {"labels": ["job"]},
						 "c_total": {},
						 "d_total": {"alertRules": [{"prom_link": "l", "group_name": "g", "name": "n", "expression": "d_total"}]},
						 "e_total": {"usage": null}}""");
		assertThat(metrics.used()).isEqualTo(Set.of("a_total", "d_total"));
		assertThat(metrics.unread()).isEqualTo(Set.of("b_total", "c_total", "e_total"));
	}

	@Test
	void readsTheGhostsThatCardamonFinds() throws IOException {
		UsedMetrics metrics = read(
				"""
						[{"name": "a_total", "job": "rides", "series_count": 3, "label_count": 2, "inactive_duration": "1m"}]""");
		assertThat(isRead(metrics, "a_total")).isFalse();
		assertThat(isRead(metrics, "b_total")).isTrue();
		// Only its buckets are read, which therefore are no ghost.
		assertThat(isRead(metrics, "a_total", "a_bucket")).isTrue();
	}

	@Test
	void readsAListOfNames() throws IOException {
		assertThat(read("[\"a_total\", \"no name\", 3, [\"x\"]]").used()).containsExactly("a_total");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "3", "{}", "[]", "{\"metricsUsed\":[]}", "{\"a\":1}",
			"{\"metricsUsed\":[\"a\"", "<html>", "{\"metricsUsed\": \"a\"}", "groups:\n- name: x" })
	void aFileThatIsNoneIsOneSentence(String text) {
		assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class)
			.hasMessageStartingWith("it ")
			.hasMessageNotContaining("\n");
	}

	@Test
	void garbageIsOneSentence() throws IOException {
		Random random = new Random(1);
		for (int i = 0; i < 50; i++) {
			byte[] bytes = new byte[random.nextInt(5_000)];
			random.nextBytes(bytes);
			Path file = Files.write(this.directory.resolve("garbage"), bytes);
			assertThatThrownBy(() -> UsedMetrics.read(file)).isInstanceOf(IOException.class)
				.hasMessageStartingWith("it ");
		}
	}

	@Test
	void deepNestingIsOneSentence() {
		assertThatThrownBy(() -> read("[".repeat(1_000_000))).isInstanceOf(IOException.class)
			.hasMessageStartingWith("it is not valid JSON");
	}

	@Test
	void aFileThatIsTooLargeIsNotRead() throws IOException {
		Path file = this.directory.resolve("large");
		try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
			sparse.setLength(100_000_000);
		}
		assertThatThrownBy(() -> UsedMetrics.read(file)).isInstanceOf(IOException.class)
			.hasMessage("it has 100000000 bytes, of which at most 16777216 are read");
	}

	@Test
	void tooManyNamesAreOneSentence() {
		StringBuilder names = new StringBuilder("[");
		for (int i = 0; i < 200_001; i++) {
			names.append("\"m").append(i).append("\",");
		}
		assertThatThrownBy(() -> read(names + "\"x\"]")).hasMessage("it names more than 200000 metrics");
	}

	@Test
	void aDirectoryOrNothingIsOneSentence() {
		assertThatThrownBy(() -> UsedMetrics.read(this.directory)).hasMessage("it is not a file");
		assertThatThrownBy(() -> UsedMetrics.read(this.directory.resolve("none"))).hasMessage("it is not a file");
	}

	private static boolean isRead(UsedMetrics metrics, String... samples) {
		return metrics.isRead(Set.of(samples), Set.of(samples));
	}

	private UsedMetrics read(String text) throws IOException {
		return UsedMetrics.read(Files.writeString(this.directory.resolve("used.json"), text, StandardCharsets.UTF_8));
	}

}
