package io.github.observability.slo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import io.github.observability.testing.InstalledTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Alerts besides those of objectives, evaluated by Prometheus' own engine.
 */
class OperationalRulesIntegrationTests {

	private static final String SELECTOR = "rules.selector.job=rides";

	private final InstalledTool promtool = new InstalledTool("promtool");

	@TempDir
	private Path directory;

	@Test
	void areNotThereByDefault() {
		assertThat(TestSlos.files(SELECTOR).render(SloRendering.Output.RULES)).doesNotContain("-operation");
	}

	@ParameterizedTest
	@EnumSource
	void canBeChosenOneByOne(OperationalAlert alert) throws Exception {
		String rules = rules(alert.name().toLowerCase(Locale.ROOT).replace('_', '-'));
		assertThat(rules).contains("- alert: ");
		Files.writeString(this.directory.resolve("rules.yml"), rules);
		this.promtool.passes(this.directory, "check", "rules", "--lint=all", "--lint-fatal", "rules.yml");
	}

	@Test
	void needToKnowTheSeriesOfTheService() {
		assertThatThrownBy(() -> TestSlos.files("rules.alerts=exhaustion")).rootCause()
			.hasMessageContaining("'observability.slo.rules.selector' must select this service");
	}

	@ParameterizedTest
	@CsvSource({ "rules.series-threshold=0, `observability.slo.rules.series-threshold` must be positive",
			"rules.certificate-expiry=1h, `observability.slo.rules.certificate-expiry` must be at least 1d" })
	void nameAWrongValue(String property, String message) {
		assertThatThrownBy(() -> TestSlos.files(SELECTOR, property)).rootCause()
			.hasMessageContaining(message.replace("`", "'"));
	}

	/** What happens for an hour, whether it raises the alert in the end. */
	@ParameterizedTest
	@CsvSource(delimiter = ';', value = {
			"exhaustion; ResourceExhausted; observability_saturation{job='rides',instance='a',resource='heap'}; 0.99+0x60; 1",
			"exhaustion; ResourceExhausted; observability_saturation{job='rides',instance='a',resource='heap'}; 0.97+0x60; 0",
			"exhaustion; ResourceExhausted; observability_saturation{job='other',instance='a',resource='heap'}; 1+0x60; 0",
			"scrape-gone; InstanceNotScraped; up{job='rides',instance='a'}; 0+0x60; 1",
			"scrape-gone; InstanceNotScraped; up{job='rides',instance='a'}; 1+0x60; 0",
			"scrape-gone; ServiceNotScraped; up{job='rides',instance='a'}; 0+0x60; 1",
			"scrape-gone; ServiceNotScraped; up{job='other',instance='a'}; 1+0x60; 1",
			"dropped-telemetry; TelemetryDropped; observability_tracing_dropped_total{job='rides',reason='queue'}; 0+1x60; 1",
			"dropped-telemetry; TelemetryDropped; observability_tracing_dropped_total{job='rides',reason='queue'}; 7+0x60; 0",
			"cardinality; TagValuesCollapsed; observability_golden_collapsed_total{job='rides',meter='m',key='k'}; 0+1x60; 1",
			"cardinality; TooManySeries; scrape_samples_post_metric_relabeling{job='rides',instance='a'}; 10001+0x60; 1",
			"cardinality; TooManySeries; scrape_samples_post_metric_relabeling{job='rides',instance='a'}; 10000+0x60; 0",
			"certificate-expiry; CertificateExpires; ssl_chain_expiry_seconds{job='rides',bundle='web',chain='c'}; 1209600-60x120; 1",
			"certificate-expiry; CertificateExpires; ssl_chain_expiry_seconds{job='rides',bundle='web',chain='c'}; 2592000-60x120; 0",
			"telemetry-budget; TelemetryBudgetExceeded; observability_cost_budget_used{job='rides',instance='a',budget='series'}; 1.01+0x60; 1",
			"telemetry-budget; TelemetryBudgetExceeded; observability_cost_budget_used{job='rides',instance='a',budget='series'}; 1+0x60; 0" })
	void fireWhenTheyShould(String alert, String name, String series, String values, int firing) throws Exception {
		Files.writeString(this.directory.resolve("rules.yml"), rules(alert));
		Files.writeString(this.directory.resolve("test.yml"), """
				rule_files: [rules.yml]
				evaluation_interval: 1m
				tests:
				  - interval: 1m
				    input_series:
				      - series: "%s"
				        values: "%s"
				    promql_expr_test:
				      - expr: count(ALERTS{alertname="%s",alertstate="firing",service="rides"}) or vector(0)
				        eval_time: 1h
				        exp_samples: [{ labels: "{}", value: %d }]
				""".formatted(series, values, name, firing));
		this.promtool.passes(this.directory, "test", "rules", "test.yml");
	}

	@Test
	void onlyWhatIsExhaustedOrGonePages() {
		String rules = rules(
				"exhaustion,scrape-gone,dropped-telemetry,cardinality,certificate-expiry,telemetry-budget");
		assertThat(rules.lines().filter((line) -> line.contains("severity: \"page\""))).hasSize(2);
		assertThat(rules.lines().filter((line) -> line.contains("severity: \"ticket\""))).hasSize(7);
	}

	/** A forecast alone may be the first tooth of a saw. */
	@ParameterizedTest
	@CsvSource({ "estimate, 5000-60x120, 0.81+0x120, 1", "estimate, 8000-60x120, 0.81+0x120, 0",
			"earliest, 60+0x120, 0.81+0x120, 0", "estimate, 5000-60x120, 0.8+0x120, 0",
			"estimate, 5000-60x120, 0.3+0.01x120, 0" })
	void predictExhaustionOfWhatIsNearlyFull(String bound, String left, String full, int firing) throws Exception {
		Files.writeString(this.directory.resolve("rules.yml"), rules("exhaustion"));
		Files.writeString(this.directory.resolve("test.yml"),
				"""
						rule_files: [rules.yml]
						evaluation_interval: 1m
						tests:
						  - interval: 1m
						    input_series:
						      - series: "observability_saturation_exhaustion_seconds{job='rides',instance='a',resource='disk',bound='%s'}"
						        values: "%s"
						      - series: "observability_saturation{job='rides',instance='a',resource='disk'}"
						        values: "%s"
						      - series: "observability_saturation{job='rides',instance='a',resource='heap'}"
						        values: "0.9+0x120"
						    promql_expr_test:
						      - expr: count(ALERTS{alertname="ResourceExhaustionPredicted",alertstate="firing",service="rides"}) or vector(0)
						        eval_time: 55m
						        exp_samples: [{ labels: "{}", value: %d }]
						"""
					.formatted(bound, left, full, firing));
		this.promtool.passes(this.directory, "test", "rules", "test.yml");
	}

	private static String rules(String alerts) {
		return TestSlos.files(SELECTOR, "rules.alerts=" + alerts).render(SloRendering.Output.RULES);
	}

}
