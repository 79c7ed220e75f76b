package io.github.observability.slo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.InstalledTool;
import io.github.observability.testing.Volume;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SloFilesIntegrationTests {

	/** The lower the target of an objective, the longer the outage until an alert. */
	private static final String APPLICATION = """
			spring.application.name: Rides "west"
			observability.slo:
			  objectives:
			    rides:
			      target: 99.9
			      http: { route: "/rides/{id}", method: POST }
			      bad: [5xx, timeout]
			      ignore: [4xx]
			      owner: riders
			      runbook: https://runbooks/rides?a={{b}}
			      description: |-
			        Riders get a "yes"
			        or a C:\\\\no
			    rides-fast: { target: 99, http: { route: "/rides/**" }, slower-than: 300ms, period: 28d }
			    charge: { target: 99.95, observation: payment.charge, severity: ticket, period: 7d, owner: money }
			    settled: { target: %d, business: { good: rides.settled, bad: rides.unsettled } }
			    silent: { target: 50, http: { route: "/**" }, severity: none }
			  rules:
			    selector: { job: rides }
			    signal-recording-rules: true
			    bands: true
			    saturation: true
			    alerts: [exhaustion, scrape-gone, dropped-telemetry, cardinality, certificate-expiry]
			    funnels: { ride: [rides.requested, rides.matched, rides.completed] }
			""".formatted(Volume.of(93, 80));

	/** What was written once, for tests to read. */
	@TempDir
	private static Path written;

	/** For tests to write to. */
	@TempDir
	private Path directory;

	@BeforeAll
	static void write() throws IOException {
		write(APPLICATION, written);
	}

	private static void write(String application, Path directory) throws IOException {
		Path config = Files.writeString(directory.resolve("application.yml"), application);
		SloFiles.main("--spring.config.location=" + config, "--output=" + directory);
	}

	@Test
	void writesEachFile() {
		for (SloRendering.Output file : SloRendering.Output.values()) {
			assertThat(written.resolve(file.fileName())).isNotEmptyFile();
		}
	}

	@Test
	void writesTheSameBytesAgain() throws IOException {
		write(APPLICATION, this.directory);
		for (SloRendering.Output file : SloRendering.Output.values()) {
			assertThat(this.directory.resolve(file.fileName()))
				.hasSameBinaryContentAs(written.resolve(file.fileName()));
		}
	}

	@Test
	void readsProfilesAndArguments() throws IOException {
		Path config = Files.writeString(this.directory.resolve("application.yml"),
				APPLICATION + "---\nspring.config.activate.on-profile: gold\n"
						+ "observability.slo.objectives.rides.target: 99.99\n");
		SloFiles.main("--spring.config.location=" + config, "--output=" + this.directory,
				"--spring.profiles.active=gold", "--observability.slo.objectives.charge.target=98");
		assertThat(Files.readString(this.directory.resolve("slo-openslo.yml"))).contains("target: 0.9999",
				"target: 0.98\n");
	}

	@Test
	void refusesWrongProperties() throws IOException {
		Path config = Files.writeString(this.directory.resolve("application.yml"), APPLICATION);
		assertThatThrownBy(() -> SloFiles.main("--spring.config.location=" + config, "--output=" + this.directory,
				"--observability.slo.objectives.rides.target=100"))
			.rootCause()
			.hasMessageContaining("'observability.slo.objectives.rides.target' must be a percentage above 0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "observability.slo.objectives.rides: { target: 99.9, http.route: /rides }",
			"observability.slo.objectives.fast: { target: 99, http.route: /rides, slower-than: 300ms, period: 28d }",
			"observability.slo.objectives.settled: { target: 93, business: { good: rides.settled, bad: rides.unsettled } }" })
	void writesFilesThatPromtoolAndAmtoolAcceptFromLittle(String application) throws Exception {
		write(application, this.directory);
		new InstalledTool("promtool").passes(this.directory, "check", "rules", "slo-rules.yml");
		new InstalledTool("promtool").passes(this.directory, "test", "rules", "slo-rules.test.yml");
		new InstalledTool("amtool").passes(this.directory, "check-config", "slo-alertmanager.yml");
	}

	@Test
	void writesRulesThatPromtoolAccepts() throws Exception {
		new InstalledTool("promtool").passes(written, "check", "rules", "--lint=all", "--lint-fatal", "slo-rules.yml");
	}

	/**
	 * A page of rules takes promtool as long as all else here, so a few always run below.
	 */
	@Test
	@FullRunOnly
	void writesTestsThatTheRulesPass() throws Exception {
		new InstalledTool("promtool").passes(written, "test", "rules", "slo-rules.test.yml");
	}

	@Test
	void writesTestsThatOtherRulesDoNotPass() throws Exception {
		write("observability.slo.objectives.rides: { target: 99.9, http.route: /rides }", this.directory);
		Path rules = this.directory.resolve("slo-rules.yml");
		String right = Files.readString(rules);
		assertThat(right).contains("> 0.0144");
		Files.writeString(rules, right.replace("> 0.0144", "> 0.9"));
		assertThat(new InstalledTool("promtool").run(this.directory, "test", "rules", "slo-rules.test.yml"))
			.contains("FAILED", "exit code 1");
	}

	@Test
	void writesRoutesThatAmtoolAccepts() throws Exception {
		new InstalledTool("amtool").passes(written, "check-config", "slo-alertmanager.yml");
	}

	@ParameterizedTest
	@ValueSource(strings = { "severity=page owner=riders riders-page", "severity=ticket owner=money money-ticket",
			"severity=page slo-page", "severity=ticket owner=nobody slo-ticket", "severity=info slo" })
	void routesAlertsToTheirOwners(String alert) throws Exception {
		List<String> labels = new ArrayList<>(List.of(alert.split(" ")));
		String receiver = labels.remove(labels.size() - 1);
		labels.addAll(0, List.of("config", "routes", "test", "--config.file=slo-alertmanager.yml",
				"--verify.receivers=" + receiver, "service=\"Rides \\\"west\\\"\""));
		new InstalledTool("amtool").passes(written, labels.toArray(String[]::new));
	}

	@Test
	void leavesOutAlertsThatCannotFire() throws IOException {
		assertThat(Files.readString(written.resolve("slo-rules.yml")))
			.contains("# 14.4 times the budget of 'settled' exceeds 100 % of events: no alert.");
	}

	@Test
	void writesOpenSlo() throws IOException {
		List<Map<String, Object>> documents = new ArrayList<>();
		new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(Files.readString(written.resolve("slo-openslo.yml")))
			.forEach((document) -> documents.add(map(document)));
		assertThat(documents).allSatisfy((document) -> {
			assertThat(document).containsEntry("apiVersion", "openslo/v1").containsKeys("kind", "metadata", "spec");
			assertThat((String) map(document.get("metadata")).get("name"))
				.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
		}).extracting("kind").containsExactly("Service", "SLO", "SLO", "SLO", "SLO", "SLO");
		Map<String, Object> rides = documents.stream()
			.filter((document) -> map(document.get("metadata")).get("displayName").equals("rides"))
			.findFirst()
			.orElseThrow();
		Map<String, Object> spec = map(rides.get("spec"));
		assertThat(spec).containsEntry("service", "rides-west")
			.containsEntry("budgetingMethod", "Occurrences")
			.containsEntry("description", "Riders get a \"yes\"\nor a C:\\\\no")
			.containsEntry("timeWindow", List.of(Map.of("duration", "30d", "isRolling", true)))
			.containsEntry("objectives", List.of(Map.of("displayName", "rides", "target", 0.999)));
		Map<String, Object> ratio = map(map(map(spec.get("indicator")).get("spec")).get("ratioMetric"));
		assertThat(ratio).containsEntry("counter", true).containsKeys("good", "total");
		assertThat(map(map(ratio.get("good")).get("metricSource"))).containsEntry("type", "Prometheus");
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object value) {
		return (Map<String, Object>) value;
	}

}
