package io.github.observability.incidents;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.observability.FailureTable;
import io.github.observability.RecordedNames;
import io.github.observability.SemanticConvention;
import io.github.observability.incidents.signal.SignalReader;
import io.github.observability.saturation.ResourceUse;
import io.github.observability.saturation.forecast.Exhaustion;
import io.github.observability.tracing.evidence.SlowTraceEvidence;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class IncidentMonitorTests {

	private IncidentsProperties.SignalMeters signalMeters = IncidentsProperties.SignalMeters.ALL;

	private static final int WARM = 240;

	private final MockClock clock = new MockClock();

	private long wallOffset = Duration.ofDays(20_000).toMillis();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final List<String> told = new ArrayList<>();

	private final Changes changes = new Changes(this::wallTime);

	private final HealthStates health = new HealthStates(this.changes);

	private List<ResourceUse> resources = List.of();

	private final ProfiledTraceHistory profiledTraces = new ProfiledTraceHistory();

	private int steps;

	private long wallTime() {
		return this.clock.wallTime() + this.wallOffset;
	}

	private IncidentMonitor monitor(@Nullable StateFile file, String version, IncidentListener... listeners) {
		SignalReader.Sources sources = new SignalReader.Sources(this.registry,
				RecordedNames.of(SemanticConvention.MICROMETER), FailureTable.defaults(), () -> this.resources, Map::of,
				(name) -> false);
		SignalReader reader = new SignalReader(sources, null, this.changes, 200);
		List<IncidentListener> all = new ArrayList<>(List.of(listeners));
		all.add(new IncidentLog());
		return new IncidentMonitor(
				new IncidentMonitor.Parts(reader, this.changes, this.health, new Grouping("t-", (one, other) -> false),
						new SuspectRanking(LocalCauses.NONE, this.profiledTraces,
								"https://grafana/d/x?var-signal={signal}&from={from}&to={to}"),
						all, file, version),
				this.registry, this::wallTime, this.clock::monotonicTime, 2, this.signalMeters);
	}

	private IncidentListener listener() {
		return new IncidentListener() {

			@Override
			public void changed(ChangeEvent change) {
				IncidentMonitorTests.this.told.add(change.describe());
			}

			@Override
			public void opened(Incident incident) {
				IncidentMonitorTests.this.told.add("opened " + incident.id());
			}

			@Override
			public void closed(Incident incident) {
				IncidentMonitorTests.this.told.add("closed " + incident.id());
			}

		};
	}

	private void run(IncidentMonitor monitor, int count, double payments) {
		for (int i = 0; i < count; i++) {
			int requests = 50 + this.steps++ % 7;
			for (int j = 0; j < requests; j++) {
				double seconds = payments * (1 + (j % 10) / 20.0);
				this.registry.timer("http.client.requests", "client.name", "payments", "error", "none")
					.record((long) (seconds * 1e9), TimeUnit.NANOSECONDS);
				this.registry
					.timer("http.server.requests", "method", "POST", "uri", "/rides", "outcome", "SUCCESS", "exception",
							"none")
					.record((long) ((seconds + 0.01) * 1e9), TimeUnit.NANOSECONDS);
			}
			this.clock.add(10, TimeUnit.SECONDS);
			monitor.step();
		}
	}

	@Test
	void opensAndClosesAnIncident(CapturedOutput output) {
		IncidentMonitor monitor = monitor(null, "", listener());
		run(monitor, WARM, 0.05);
		assertThat(monitor.now()).isEmpty();
		this.changes.featureFlag("new-payments", false, true);
		Instant began = Instant.ofEpochMilli(wallTime());
		run(monitor, 24, 0.5);
		assertThat(monitor.now()).hasSize(1);
		Incident incident = monitor.now().get(0);
		assertThat(incident.open()).isTrue();
		assertThat(incident.end()).isNull();
		assertThat(incident.begin()).isBetween(began, began.plusSeconds(60));
		assertThat(incident.routes()).containsExactly("POST /rides");
		assertThat(incident.members()).extracting(Incident.Member::signal)
			.contains("latency payments", "latency POST /rides");
		assertThat(incident.suspects()).extracting(Suspect::subject).startsWith("new-payments", "dependency payments");
		Suspect payments = incident.suspects().get(1);
		assertThat(payments.before()).isBetween(0.05, 0.08);
		assertThat(payments.now()).isBetween(0.5, 0.8);
		assertThat(payments.evidence().panel()).startsWith("https://grafana/d/x?var-signal=latency+payments&from=");
		assertThat(this.registry.get("observability.incidents.open").gauge().value()).isEqualTo(1);
		assertThat(this.registry.get("observability.anomaly.score").tag("signal", "latency payments").gauge().value())
			.isGreaterThan(5);
		assertThat(
				this.registry.get("observability.anomaly.baseline").tag("signal", "latency payments").gauge().value())
			.isBetween(0.05, 0.2);
		run(monitor, 60, 0.05);
		assertThat(monitor.now()).isEmpty();
		assertThat(monitor.recent()).hasSize(1).first().satisfies((closed) -> {
			assertThat(closed.open()).isFalse();
			assertThat(closed.end()).isBetween(began.plusSeconds(200), began.plusSeconds(600));
		});
		assertThat(this.told).containsExactly("feature flag new-payments (false to true)", "opened t-1", "closed t-1");
		assertThat(this.registry.get("observability.incidents.opened").functionCounter().count()).isEqualTo(1);
		assertThat(output).contains("Incident t-1 opened:")
			.contains("First to look at: feature flag new-payments (false to true) at ")
			.contains("Incident t-1 closed after ");
	}

	@Test
	void showsWhatSlowTracesSpentTheirTimeOnWhereItMayBeTheCause() {
		IncidentMonitor monitor = monitor(null, "", listener());
		profiled("before", "100 % Other.idle");
		run(monitor, WARM, 0.05);
		this.changes.add(ChangeType.FEATURE_FLAG, "new-payments", "false", "true");
		run(monitor, 8, 0.5);
		profiled("first", "90 % Prices.of", "10 % Json.write");
		profiled("second", "60 % Prices.of", "40 % Prices.round");
		run(monitor, 20, 0.5);
		List<Suspect> suspects = monitor.now().get(0).suspects();
		assertThat(suspects).filteredOn((suspect) -> suspect.type().equals("dependency"))
			.isNotEmpty()
			.allSatisfy((suspect) -> assertThat(suspect.evidence().slowTraces()).isNull());
		assertThat(suspects).filteredOn((suspect) -> suspect.type().equals("change"))
			.isNotEmpty()
			.allSatisfy((suspect) -> assertThat(suspect.evidence().slowTraces()).isEqualTo(new Suspect.SlowTraces(
					List.of("75 % Prices.of", "20 % Prices.round", "5 % Json.write"), List.of("second", "first"))));
	}

	private void profiled(String traceId, String... frames) {
		this.profiledTraces.found(traceId, "0000000000000001",
				EventData.create(TimeUnit.MILLISECONDS.toNanos(wallTime()), "profile",
						Attributes.of(SlowTraceEvidence.FRAMES, List.of(frames))));
	}

	@Test
	void showsNewLogPatternsAsEvidenceOfEachSuspect() {
		IncidentMonitor monitor = monitor(null, "", listener());
		run(monitor, WARM, 0.05);
		run(monitor, 3, 0.5);
		this.changes.add(ChangeType.NEW_LOG_PATTERN, "ERROR Payments: No answer from <*>", null, null, "abc123");
		run(monitor, 20, 0.5);
		assertThat(monitor.now()).hasSize(1);
		List<Suspect> suspects = monitor.now().get(0).suspects();
		assertThat(suspects).extracting(Suspect::subject)
			.contains("dependency payments", "ERROR Payments: No answer from <*>");
		assertThat(suspects).extracting(Suspect::evidence).allSatisfy((evidence) -> {
			assertThat(evidence.logs()).containsExactly("new log pattern ERROR Payments: No answer from <*>");
			assertThat(evidence.patternIds()).containsExactly("abc123");
		});
		assertThat(this.told).contains("new log pattern ERROR Payments: No answer from <*>");
		assertThat(
				this.registry.get("observability.incidents.change.time").tag("type", "new_log_pattern").gauge().value())
			.isGreaterThan(1e9);
		assertThat(this.registry.get("observability.incidents.change.time").tag("type", "feature_flag").gauge().value())
			.isZero();
		assertThat(this.registry.get("observability.incidents.begin.time").gauge().value())
			.isEqualTo(monitor.now().get(0).begin().getEpochSecond());
	}

	@Test
	void suspectsAResourceThatIsForeseenToBeExhausted() {
		IncidentMonitor monitor = monitor(null, "", listener());
		this.resources = List.of(new ResourceUse("heap", 0.62, null, null, new Exhaustion(2_400, 2_040, 2_940)),
				new ResourceUse("disk", 0.62, null, null, new Exhaustion(90_000, 80_000, 200_000)),
				new ResourceUse("jdbc.orders", 0.2, null, null));
		run(monitor, WARM, 0.05);
		run(monitor, 24, 0.5);
		assertThat(monitor.now()).hasSize(1);
		List<Suspect> suspects = monitor.now().get(0).suspects();
		assertThat(suspects).extracting(Suspect::subject)
			.startsWith("dependency payments", "resource heap")
			.doesNotContain("resource disk");
		Suspect heap = suspects.get(1);
		assertThat(heap.type()).isEqualTo("saturation");
		assertThat(heap.signal()).isEqualTo("utilization heap");
		assertThat(heap.before()).isNull();
		assertThat(heap.shift()).isNull();
		assertThat(heap.now()).isEqualTo(0.62);
		assertThat(heap.evidence().exhaustion()).isEqualTo(new Exhaustion(2_400, 2_040, 2_940));
		assertThat(heap.statement())
			.startsWith("resource heap: utilization is 62.0 %, full in 40 min (34 min to 49 min) if it goes on "
					+ "to fill up as it does, by the readings up to 2024-10-0")
			.endsWith(" s after the incident began");
		assertThat(suspects.get(0).evidence().exhaustion()).isNull();
	}

	@Test
	void aResourceThatHasShiftedTellsWhenItIsExhausted() {
		IncidentMonitor monitor = monitor(null, "", listener());
		this.resources = List.of(new ResourceUse("jdbc.orders", 0.2, null, null));
		run(monitor, WARM, 0.05);
		this.resources = List.of(new ResourceUse("jdbc.orders", 0.9, null, null, new Exhaustion(90, 60, 18_000)));
		run(monitor, 24, 0.5);
		assertThat(monitor.now()).hasSize(1);
		assertThat(monitor.now().get(0).suspects())
			.filteredOn((suspect) -> suspect.subject().equals("resource jdbc.orders"))
			.singleElement()
			.satisfies((suspect) -> {
				assertThat(suspect.shift()).isGreaterThan(2);
				assertThat(suspect.statement()).contains("utilization went from 20.0 % to 90.0 % at ")
					.endsWith("; full in 90 s (60 s to 5.0 h) if it goes on to fill up as it does");
				assertThat(suspect.evidence().exhaustion()).isNotNull();
			});
	}

	@Test
	void healthThatChangesBelongsToTheIncident() {
		IncidentMonitor monitor = monitor(null, "", listener());
		this.health.contributor("payments", "UP");
		run(monitor, WARM, 0.05);
		run(monitor, 12, 0.5);
		assertThat(monitor.now()).hasSize(1);
		this.health.contributor("payments", "DOWN");
		this.health.contributor("payments", "DOWN");
		run(monitor, 12, 0.5);
		assertThat(monitor.now()).hasSize(1);
		Incident incident = monitor.now().get(0);
		assertThat(incident.members()).anySatisfy((member) -> {
			assertThat(member.signal()).isEqualTo("health of payments");
			assertThat(member.subject()).isEqualTo("health payments");
			assertThat(member.before()).isEqualTo(1);
			assertThat(member.now()).isZero();
		});
		assertThat(incident.suspects()).anySatisfy((suspect) -> {
			assertThat(suspect.type()).isEqualTo("health");
			assertThat(suspect.statement()).startsWith("health payments (UP to DOWN) at ");
		});
	}

	@Test
	void healthThatGoesDownOpensAnIncidentUntilItIsUpAgain() {
		IncidentMonitor monitor = monitor(null, "", listener());
		this.health.contributor("db", "UP");
		run(monitor, 3, 0.05);
		this.health.contributor("db", "DOWN");
		this.health.contributor("db", "DOWN");
		run(monitor, 60, 0.05);
		assertThat(monitor.now()).singleElement()
			.satisfies(
					(incident) -> assertThat(incident.suspects()).extracting(Suspect::type).containsExactly("health"));
		this.health.contributor("db", "UP");
		this.health.contributor("db", "UP");
		run(monitor, 35, 0.05);
		assertThat(monitor.now()).isEmpty();
		assertThat(this.told).containsExactly("health db (UP to DOWN)", "opened t-1", "health db (DOWN to UP)",
				"closed t-1");
	}

	@Test
	void remembersOnlyTheLastIncidents() {
		IncidentMonitor monitor = monitor(null, "");
		run(monitor, WARM, 0.05);
		for (int i = 0; i < 3; i++) {
			run(monitor, 20, 0.5 * Math.pow(3, i));
			run(monitor, 90, 0.05);
		}
		assertThat(monitor.recent()).hasSize(2).extracting(Incident::id).containsExactly("t-3", "t-2");
	}

	/** A service that is well has no use for two series for each signal. */
	@ParameterizedTest
	@EnumSource
	void showsScoresOfSignals(IncidentsProperties.SignalMeters which) {
		this.signalMeters = which;
		IncidentMonitor monitor = monitor(null, "");
		run(monitor, WARM, 0.05);
		Collection<Gauge> calm = this.registry.find("observability.anomaly.score").gauges();
		run(monitor, 24, 0.5);
		assertThat(monitor.now()).hasSize(1);
		Collection<Gauge> shown = this.registry.find("observability.anomaly.score").gauges();
		assertThat(this.registry.find("observability.anomaly.baseline").gauges()).hasSameSizeAs(shown);
		switch (which) {
			case ALL -> assertThat(calm).isNotEmpty();
			case ANOMALOUS -> {
				assertThat(calm).isEmpty();
				assertThat(shown).extracting((gauge) -> gauge.getId().getTag("signal"))
					.contains("latency payments", "latency POST /rides")
					.doesNotContain("rate POST /rides");
				assertThat(this.registry.get("observability.anomaly.score")
					.tag("signal", "latency payments")
					.gauge()
					.value()).isGreaterThan(5);
			}
			case NONE -> assertThat(shown).isEmpty();
		}
	}

	@Test
	void findsNothingWhenTheClockJumpsOrTheProcessWasStopped() {
		IncidentMonitor monitor = monitor(null, "", listener());
		run(monitor, WARM, 0.05);
		this.wallOffset += Duration.ofHours(1).toMillis();
		run(monitor, 60, 0.05);
		this.wallOffset -= Duration.ofSeconds(25).toMillis();
		run(monitor, 60, 0.05);
		this.wallOffset -= Duration.ofHours(3).toMillis();
		run(monitor, WARM, 0.05);
		this.clock.add(Duration.ofHours(1));
		run(monitor, 60, 0.05);
		assertThat(this.told).isEmpty();
		assertThat(this.registry.get("observability.anomaly.score").tag("signal", "latency payments").gauge().value())
			.isFinite();
	}

	@Test
	void keepsItsScoresWhenTheClockIsSetBackALittle() {
		IncidentMonitor monitor = monitor(null, "");
		run(monitor, WARM, 0.05);
		this.wallOffset -= Duration.ofSeconds(25).toMillis();
		run(monitor, 1, 0.05);
		assertThat(this.registry.get("observability.anomaly.score").tag("signal", "latency payments").gauge().value())
			.isFinite();
	}

	@Test
	void reportsADeploymentByTheStateFile(@TempDir Path directory) {
		StateFile file = new StateFile(directory.resolve("state.bin"));
		IncidentMonitor first = monitor(file, "1.4", listener());
		first.restore();
		run(first, WARM, 0.05);
		first.stop();
		IncidentMonitor same = monitor(file, "1.4", listener());
		same.restore();
		run(same, 1, 0.05);
		same.stop();
		IncidentMonitor second = monitor(file, "1.5", listener());
		second.restore();
		run(second, 2, 0.05);
		assertThat(this.told).containsExactly("start of the application", "start of the application",
				"deploy of the application (1.4 to 1.5)");
		assertThat(second.changes()).hasSize(3);
	}

	@Test
	void continuesWithoutAListenerThatFails(CapturedOutput output) {
		IncidentMonitor monitor = monitor(null, "", new IncidentListener() {

			@Override
			public void changed(ChangeEvent change) {
				throw new IllegalStateException("no annotations today");
			}

		}, listener());
		this.changes.change(ChangeType.OTHER, "cache emptied", null, null);
		run(monitor, 2, 0.05);
		assertThat(this.told).containsExactly("change cache emptied");
		assertThat(output).contains("no annotations today");
	}

}
