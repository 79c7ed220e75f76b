package io.github.observability.slo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.InstalledTool;
import io.github.observability.testing.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the rules make of outages, leaks, bursts and silence, as Prometheus itself
 * evaluates them: scraped every 15 seconds, evaluated every 15 seconds.
 */
class PrometheusRulesScenarioIntegrationTests {

	private static final int SCRAPE = 15;

	private static final int MINUTE = 60;

	private static final int HOUR = 60 * MINUTE;

	private static final int DAY = 24 * HOUR;

	/** How much later than in theory an alert may fire. */
	private static final int LATE = 90;

	private static final String[] AVAILABILITY = { "objectives.rides.target=99.9", "objectives.rides.http.route=/rides",
			"objectives.rides.owner=riders", "objectives.rides.runbook=https://runbooks/rides" };

	private final InstalledTool promtool = new InstalledTool("promtool");

	@TempDir
	private Path directory;

	/**
	 * The budget burns over the whole long window until its mean reaches the threshold.
	 */
	@Test
	void pagesInTime() throws Exception {
		assertPagesInTime(1, "1h", 14.4);
	}

	@ParameterizedTest
	@FullRunOnly
	@ValueSource(doubles = { 0.1, 0.02 })
	void pagesInTimeForFewerErrors(double errors) throws Exception {
		assertPagesInTime(errors, "1h", 14.4);
	}

	@Test
	@FullRunOnly
	void pagesInTimeByTheLongWindow() throws Exception {
		assertPagesInTime(0.008, "6h", 6);
	}

	private void assertPagesInTime(double errors, String window, double factor) throws Exception {
		int before = window.equals("1h") ? HOUR : 6 * HOUR;
		int theory = (int) Math.ceil(factor * 0.001 / errors * before);
		int interval = (before > HOUR) ? Volume.of(2 * SCRAPE, SCRAPE) : SCRAPE;
		Scenario scenario = new Scenario(interval, AVAILABILITY).traffic("rides", before + theory + 10 * MINUTE,
				(second) -> 10, (second) -> (second > before) ? errors : 0);
		scenario.expect(before + theory - 2 * SCRAPE, page("rides", window), 0);
		scenario.expect(before + theory + LATE, page("rides", window), 1);
		scenario.run();
	}

	@Test
	@FullRunOnly
	void pagesInTimeInAPeriod() throws Exception {
		assertPagesInTime("7d", 13.44);
	}

	@FullRunOnly
	@ParameterizedTest
	@CsvSource({ "28d, 13.44", "30d, 14.4" })
	void pagesInTimeInOtherPeriods(String period, double factor) throws Exception {
		assertPagesInTime(period, factor);
	}

	private void assertPagesInTime(String period, double factor) throws Exception {
		int theory = (int) Math.ceil(factor * 0.001 / 0.1 * HOUR);
		Scenario scenario = new Scenario(SCRAPE, with(AVAILABILITY, "period=" + period)).traffic("rides",
				HOUR + theory + 10 * MINUTE, (second) -> 10, (second) -> (second > HOUR) ? 0.1 : 0);
		scenario.expect(HOUR + theory - 2 * SCRAPE, page("rides", "1h"), 0);
		scenario.expect(HOUR + theory + LATE, page("rides", "1h"), 1);
		scenario.run();
	}

	@Test
	@FullRunOnly
	void leavesFewErrorsOfAnHourAlone() throws Exception {
		Scenario scenario = new Scenario(Volume.of(MINUTE, SCRAPE), AVAILABILITY).traffic("rides", 12 * HOUR,
				(second) -> 10, (second) -> (second > 6 * HOUR) ? 0.0005 : 0);
		scenario.expect(12 * HOUR, ever(12 * HOUR, "rides", ""), 0);
		scenario.run();
	}

	@Test
	@FullRunOnly
	void leavesOneFailureInLittleTrafficAlone() throws Exception {
		Scenario scenario = new Scenario(SCRAPE, AVAILABILITY).traffic("rides", 4 * HOUR, (second) -> 10.0 / HOUR,
				(second) -> (second > 2 * HOUR && second <= 2 * HOUR + 6 * MINUTE) ? 1 : 0);
		scenario.expect(4 * HOUR, ever(4 * HOUR, "rides", ""), 0);
		scenario.run();
	}

	/**
	 * The trap that the number of bad events guards against.
	 */
	@Test
	@FullRunOnly
	void pagesForOneFailureWhereOneIsEnough() throws Exception {
		Scenario scenario = new Scenario(SCRAPE, with(AVAILABILITY, "objectives.rides.min-bad-events=1")).traffic(
				"rides", 4 * HOUR, (second) -> 10.0 / HOUR,
				(second) -> (second > 2 * HOUR && second <= 2 * HOUR + 6 * MINUTE) ? 1 : 0);
		scenario.expect(2 * HOUR + 7 * MINUTE, page("rides", "1h"), 1);
		scenario.run();
	}

	@Test
	@FullRunOnly
	void saysThatTheCountersAreGone() throws Exception {
		Scenario scenario = new Scenario(SCRAPE, AVAILABILITY).traffic("rides", HOUR, (second) -> 10, (second) -> 0);
		String absent = "count(ALERTS{alertname=\"SloEventsAbsent\",alertstate=\"firing\",severity=\"page\",slo=\"rides\"})";
		scenario.expect(HOUR + 14 * MINUTE, absent, 0);
		scenario.expect(HOUR + 16 * MINUTE, absent, 1);
		scenario.run();
	}

	@Test
	@FullRunOnly
	void stopsToPageOnceItIsOver() throws Exception {
		int end = Volume.of(2, 3) * HOUR;
		Scenario scenario = new Scenario(SCRAPE, AVAILABILITY).traffic("rides", end, (second) -> 10,
				(second) -> (second > HOUR && second <= HOUR + 10 * MINUTE) ? 1 : 0);
		scenario.expect(HOUR + 10 * MINUTE, page("rides", "1h"), 1);
		scenario.expect(HOUR + 16 * MINUTE, page("rides", "1h"), 0);
		scenario.expect(end, ever(end - HOUR - 20 * MINUTE, "rides", ",window=\"1h\""), 0);
		scenario.run();
	}

	@Test
	@FullRunOnly
	void tellsTwoObjectivesApart() throws Exception {
		Scenario scenario = new Scenario(SCRAPE,
				with(AVAILABILITY, "objectives.quotes.target=99.9", "objectives.quotes.http.route=/quotes"))
			.traffic("rides", 90 * MINUTE, (second) -> 10, (second) -> (second > HOUR) ? 1 : 0)
			.traffic("quotes", 90 * MINUTE, (second) -> 10, (second) -> 0);
		scenario.expect(90 * MINUTE, page("rides", "1h"), 1);
		scenario.expect(90 * MINUTE, ever(90 * MINUTE, "quotes", ""), 0);
		scenario.run();
	}

	@Test
	void namesTheMainCausesAndTheTeam() throws Exception {
		Scenario scenario = new Scenario(SCRAPE,
				with(AVAILABILITY, "alerting.team=marketplace", "alerting.service-criticality=high"))
			.traffic("rides", 2 * HOUR, (second) -> 10, (second) -> (second > HOUR) ? 1 : 0)
			.causes("rides", 2 * HOUR, HOUR, Map.of("payments-db", 0.72, "self", 0.2, "pricing", 0.05, "other", 0.03));
		scenario.expectAlerts(HOUR + 10 * MINUTE, "rides", "72 % of bad events: payments-db, 20 %: self, 5 %: pricing",
				"team: marketplace", "service_criticality: high");
		scenario.run();
	}

	@Test
	@FullRunOnly
	void saysThatNoCauseIsKnown() throws Exception {
		Scenario scenario = new Scenario(SCRAPE,
				with(AVAILABILITY, "objectives.rides.team=payments", "alerting.team=marketplace"))
			.traffic("rides", 2 * HOUR, (second) -> 10, (second) -> (second > HOUR) ? 1 : 0);
		scenario.expectAlerts(HOUR + 10 * MINUTE, "rides", "unknown, as no trace of a bad event was exported",
				"team: payments");
		scenario.run();
	}

	@Test
	@FullRunOnly
	void pagesForLatencyAlone() throws Exception {
		int theory = (int) Math.ceil(0.144 / 0.5 * HOUR);
		Scenario scenario = new Scenario(SCRAPE, "objectives.fast.target=99", "objectives.fast.http.route=/rides",
				"objectives.fast.slower-than=300ms")
			.traffic("fast", HOUR + theory + 10 * MINUTE, (second) -> 10, (second) -> (second > HOUR) ? 0.5 : 0);
		scenario.expect(HOUR + theory - 2 * SCRAPE, page("fast", "1h"), 0);
		scenario.expect(HOUR + theory + LATE, page("fast", "1h"), 1);
		scenario.run();
	}

	@Test
	void saysNothingWithoutTraffic() throws Exception {
		int end = Volume.of(1, 3) * HOUR;
		Scenario scenario = new Scenario(SCRAPE, AVAILABILITY).traffic("rides", end, (second) -> 0, (second) -> 0);
		scenario.expect(end, ever(end, "rides", ""), 0);
		scenario.expect(end, "count(slo:bad_ratio:5m)", 0);
		scenario.run();
	}

	@Test
	@FullRunOnly
	void takesARestartForNoFailure() throws Exception {
		Scenario scenario = new Scenario(SCRAPE, AVAILABILITY).restartingTraffic("rides", 2 * HOUR, HOUR);
		scenario.expect(2 * HOUR, ever(2 * HOUR, "rides", ""), 0);
		scenario.run();
	}

	@Test
	@FullRunOnly
	void opensATicketForASlowLeak() throws Exception {
		Scenario scenario = new Scenario(5 * MINUTE, AVAILABILITY).traffic("rides", 5 * DAY, (second) -> 10,
				(second) -> (second > 3 * DAY) ? 0.002 : 0);
		String ticket = firing("rides", ",severity=\"ticket\",window=\"3d\"");
		scenario.expect(4 * DAY + 11 * HOUR, ticket, 0);
		scenario.expect(4 * DAY + 13 * HOUR, ticket, 1);
		scenario.expect(5 * DAY, ever(5 * DAY, "rides", ",severity=\"page\""), 0);
		scenario.run();
	}

	@Test
	@FullRunOnly
	void neverPagesWhereATicketIsEnough() throws Exception {
		Scenario scenario = new Scenario(SCRAPE, with(AVAILABILITY, "objectives.rides.severity=ticket"))
			.traffic("rides", 2 * HOUR, (second) -> 10, (second) -> (second > HOUR) ? 1 : 0);
		scenario.expect(2 * HOUR, ever(2 * HOUR, "rides", ",severity=\"page\""), 0);
		scenario.expect(2 * HOUR, firing("rides", ",severity=\"ticket\",window=\"1h\""), 1);
		scenario.run();
	}

	@Test
	@FullRunOnly
	void neverPagesWhileTheBudgetLasts() throws Exception {
		assertNeverPages("7d", Volume.of(4, 8) * DAY);
	}

	@Test
	@FullRunOnly
	void neverPagesWhileTheBudgetOfAMonthLasts() throws Exception {
		assertNeverPages("30d", 15 * DAY);
	}

	private void assertNeverPages(String period, int time) throws Exception {
		Random random = new Random(42);
		// The number of bad ones among 3,000 is nearly a Poisson variable.
		Scenario scenario = new Scenario(5 * MINUTE, with(AVAILABILITY, "period=" + period)).traffic("rides", time,
				(second) -> 10, (second) -> Math.max(0, 2.7 + Math.sqrt(2.7) * random.nextGaussian()) / 3_000);
		scenario.expect(time, ever(time, "rides", ""), 0);
		scenario.run();
	}

	/**
	 * By day there are ten times as many requests as at night, and only at night they
	 * fail: in the mean of ratios a half would be bad, of the events an eleventh is.
	 */
	@Test
	@FullRunOnly
	void weighsTheBudgetByEvents() throws Exception {
		Scenario scenario = new Scenario(5 * MINUTE, "period=7d", "objectives.rides.target=80",
				"objectives.rides.http.route=/rides")
			.traffic("rides", Volume.of(2, 6) * DAY, (second) -> isDay(second) ? 10 : 1,
					(second) -> isDay(second) ? 0 : 1);
		String remaining = "round(slo:error_budget_remaining:ratio{slo=\"rides\",service=\"rides\"}, 0.01)";
		// 1 - (1 / 11) / 0.2
		scenario.expectExactly(Volume.of(2, 6) * DAY, remaining, "{service=\"rides\",slo=\"rides\"}", 0.55);
		scenario.run();
	}

	private static boolean isDay(int second) {
		return (second - 1) % DAY < 12 * HOUR;
	}

	private static String[] with(String[] properties, String... more) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.addAll(List.of(more));
		return all.toArray(String[]::new);
	}

	private static String page(String slo, String window) {
		return firing(slo, ",severity=\"page\",window=\"" + window + "\"");
	}

	private static String firing(String slo, String matchers) {
		return "count(" + alerts(slo, matchers) + ")";
	}

	private static String ever(int seconds, String slo, String matchers) {
		return "count(count_over_time(" + alerts(slo, matchers) + "[" + seconds + "s]))";
	}

	private static String alerts(String slo, String matchers) {
		return "ALERTS{alertname=\"ErrorBudgetBurn\",alertstate=\"firing\",service=\"rides\",slo=\"" + slo + "\""
				+ matchers + "}";
	}

	/**
	 * Counters over time, and what is expected of the rules.
	 */
	private final class Scenario {

		private final int interval;

		private final SloRendering files;

		private final StringBuilder series = new StringBuilder();

		private final StringBuilder expectations = new StringBuilder();

		private final StringBuilder alerts = new StringBuilder();

		Scenario(int interval, String... properties) {
			this.interval = interval;
			this.files = TestSlos.files(properties);
		}

		Scenario traffic(String slo, int seconds, IntToDoubleFunction rate, IntToDoubleFunction errors) {
			List<Double> good = new ArrayList<>();
			List<Double> bad = new ArrayList<>();
			double goodTotal = 0;
			double badTotal = 0;
			for (int second = 0; second <= seconds; second += this.interval) {
				double events = (second > 0) ? this.interval * rate.applyAsDouble(second) : 0;
				double share = errors.applyAsDouble(second);
				goodTotal += events * (1 - share);
				badTotal += events * share;
				good.add(goodTotal);
				bad.add(badTotal);
			}
			return series(slo, good, bad);
		}

		Scenario restartingTraffic(String slo, int seconds, int restart) {
			List<Double> good = new ArrayList<>();
			List<Double> bad = new ArrayList<>();
			for (int second = 0; second <= seconds; second += this.interval) {
				good.add(10.0 * (second % restart));
				bad.add(0.001 * (second % restart));
			}
			return series(slo, good, bad);
		}

		private Scenario series(String slo, List<Double> good, List<Double> bad) {
			add(slo, "good", good);
			add(slo, "bad", bad);
			return this;
		}

		private void add(String slo, String result, List<Double> values) {
			add("observability_slo_events_total{slo=\"%s\",result=\"%s\"}".formatted(slo, result), values);
		}

		private void add(String series, List<Double> values) {
			this.series.append("      - series: '" + series + "'\n");
			this.series.append("        values: '");
			values.forEach((value) -> this.series.append(String.format(Locale.ROOT, "%.3f ", value)));
			this.series.append("'\n");
		}

		Scenario causes(String slo, int seconds, int from, Map<String, Double> shares) {
			shares.forEach((cause, share) -> {
				List<Double> values = new ArrayList<>();
				for (int second = 0; second <= seconds; second += this.interval) {
					values.add(Math.max(0, second - from) * share);
				}
				add("observability_slo_bad_total{slo=\"%s\",cause=\"%s\"}".formatted(slo, cause), values);
			});
			return this;
		}

		/** A total outage fires the alerts of all windows at once. */
		void expectAlerts(int second, String slo, String cause, String... labels) {
			this.alerts.append("      - eval_time: %ds\n        alertname: ErrorBudgetBurn\n        exp_alerts:\n"
				.formatted(second));
			for (String[] rate : new String[][] { { "1h", "5m", "14.4", "1.44", "page" },
					{ "6h", "30m", "6", "0.6", "page" }, { "1d", "2h", "3", "0.3", "ticket" },
					{ "3d", "6h", "1", "0.1", "ticket" } }) {
				this.alerts.append("          - exp_labels:\n");
				List.of("alertname: ErrorBudgetBurn", "service: rides", "slo: " + slo, "severity: " + rate[4],
						"owner: riders", "window: " + rate[0])
					.forEach((label) -> this.alerts.append("              " + label + "\n"));
				for (String label : labels) {
					this.alerts.append("              " + label + "\n");
				}
				this.alerts.append("""
						            exp_annotations:
						              summary: "rides of rides uses its error budget %s times too fast"
						              description: "Over %s and %s more than %s %% of events were bad. Objective: %s."
						              runbook_url: "https://runbooks/rides"
						              cause: "%s"
						""".formatted(rate[2], rate[0], rate[1], rate[3], this.files.slos().get(0).description(),
						cause));
			}
		}

		void expect(int second, String expression, int value) {
			expectation(second, expression);
			this.expectations.append((value == 0) ? "        exp_samples: []\n"
					: "        exp_samples:\n          - labels: '{}'\n            value: " + value + "\n");
		}

		void expectExactly(int second, String expression, String labels, double value) {
			expectation(second, expression);
			this.expectations.append(
					"        exp_samples:\n          - labels: '" + labels + "'\n            value: " + value + "\n");
		}

		private void expectation(int second, String expression) {
			this.expectations.append("      - expr: '%s'\n        eval_time: %ds\n".formatted(expression, second));
		}

		void run() throws IOException, InterruptedException {
			Path directory = PrometheusRulesScenarioIntegrationTests.this.directory;
			Files.writeString(directory.resolve("rules.yml"), this.files.render(SloRendering.Output.RULES));
			Files.writeString(directory.resolve("test.yml"),
					"""
							rule_files: [rules.yml]
							evaluation_interval: %1$ds
							tests:
							  - interval: %1$ds
							    input_series:
							%2$s
							    %3$s:
							%4$s
							""".formatted(this.interval, this.series,
							this.alerts.isEmpty() ? "promql_expr_test" : "alert_rule_test",
							this.alerts.isEmpty() ? this.expectations : this.alerts));
			PrometheusRulesScenarioIntegrationTests.this.promtool.passes(directory, "test", "rules", "test.yml");
		}

	}

}
