package io.github.observability.incidents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.observability.slo.SloAutoConfiguration;
import io.github.observability.slo.cause.BadEventCauseAutoConfiguration;
import io.github.observability.slo.cause.BadEventHistory;
import io.github.observability.tracing.export.ExportedSpanListener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plants faults of dependencies in the simulated service and looks at what the traces of
 * bad events show as their cause.
 */
class CauseLaboratoryTests {

	private static final Path PAGE = Path.of("..", "docs", "incidents.md");

	private static final String BEGIN = "<!-- Rendered by CauseLaboratoryTests. -->";

	private static final String END = "<!-- End of causes. -->";

	private static final Map<Fault, String> PLANTED = new TreeMap<>(
			Map.of(Fault.SLOW_DATABASE, "orders", Fault.EXHAUSTED_POOL, "orders", Fault.FAILING_DEPENDENCY, "payments",
					Fault.SLOW_DEPENDENCY, "pricing", Fault.BROKEN_REGION, "geo-eu"));

	private static final Map<Fault, Result> RESULTS = new TreeMap<>();

	@BeforeAll
	static void plant() {
		for (Fault fault : PLANTED.keySet()) {
			RESULTS.put(fault, run(fault, PLANTED.get(fault)));
		}
	}

	private static Result run(Fault fault, String cause) {
		List<Result> results = new ArrayList<>();
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SloAutoConfiguration.class, BadEventCauseAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("observability.slo.objectives.available.target=99",
					"observability.slo.objectives.available.http.route=/**",
					"observability.slo.objectives.fast.target=95", "observability.slo.objectives.fast.http.route=/**",
					"observability.slo.objectives.fast.slower-than=" + (int) (1000 * SimulatedTraces.SLOW) + "ms")
			.run((context) -> {
				SimulatedService service = new SimulatedService(fault.ordinal(), 0);
				try (SimulatedTraces traces = new SimulatedTraces(context.getBean(ExportedSpanListener.class), 1)) {
					service.traced(traces);
					service.begin(fault);
					service.run(4);
				}
				long all = 0;
				long right = 0;
				for (Map<String, Long> causes : context.getBean(BadEventHistory.class).counts().values()) {
					all += causes.values().stream().mapToLong(Long::longValue).sum();
					right += causes.getOrDefault(cause, 0L);
				}
				results.add(new Result(all, right));
			});
		return results.get(0);
	}

	@Test
	void namesTheCauseOfNearlyEachBadEvent() {
		assertThat(RESULTS).hasSize(PLANTED.size()).allSatisfy((fault, result) -> {
			assertThat(result.all).as("bad events of %s", fault).isGreaterThan(100);
			assertThat(result.share()).as("%s", fault).isGreaterThanOrEqualTo(0.95);
		});
	}

	@Test
	void blamesNobodyElseForAFaultOfItsOwn() {
		Result lock = run(Fault.LOCK, "self");
		assertThat(lock.all).isGreaterThan(100);
		assertThat(lock.share()).isGreaterThanOrEqualTo(0.95);
	}

	@Test
	void pageShowsTheFigures() throws IOException {
		List<String> lines = new ArrayList<>(
				List.of(BEGIN, "", "| Fault | Bad events | Cause right |", "| --- | --- | --- |"));
		RESULTS.forEach((fault, result) -> lines.add(
				String.format(Locale.ROOT, "| %s | %,d | %.1f %% |", fault.label(), result.all, 100 * result.share())));
		lines.add("");
		String rendered = String.join("\n", lines);
		String page = Files.readString(PAGE);
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(PAGE,
					page.substring(0, page.indexOf(BEGIN)) + rendered + page.substring(page.indexOf(END)));
		}
		assertThat(PAGE).content().contains(rendered);
	}

	/**
	 * Bad events, and those whose cause is the planted one.
	 */
	private record Result(long all, long right) {

		double share() {
			return (double) this.right / this.all;
		}

	}

}
