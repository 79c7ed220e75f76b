package io.github.observability.slo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.observability.slo.cause.BadEventHistory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that reports the objectives with the counts of this instance
 * and renders their files.
 */
@Endpoint(id = "slo")
final class SloEndpoint {

	private static final String NOTE = "Counts of this instance since it started. Whether an objective is met takes "
			+ "all instances and the whole period: ask Prometheus.";

	private final SloEvents events;

	private final SloAppearance appearance;

	private final SloRendering rendering;

	private final @Nullable BadEventHistory history;

	SloEndpoint(SloEvents events, SloAppearance appearance, SloRendering rendering, @Nullable BadEventHistory history) {
		this.events = events;
		this.appearance = appearance;
		this.rendering = rendering;
		this.history = history;
	}

	@ReadOperation
	SloStatus status() {
		Map<String, Map<String, Long>> causes = (this.history != null) ? this.history.counts() : Map.of();
		List<Objective> objectives = this.events.counts()
			.entrySet()
			.stream()
			.map((entry) -> Objective.of(entry.getKey(), entry.getValue(), this.appearance.problem(entry.getKey()),
					causes.getOrDefault(entry.getKey().name(), Map.of())))
			.toList();
		return new SloStatus("instance", NOTE, objectives);
	}

	@ReadOperation(produces = "text/plain;charset=UTF-8")
	@Nullable String file(@Selector String file) {
		SloRendering.Output output = SloRendering.Output.of(file);
		return (output != null) ? this.rendering.render(output) : null;
	}

	/**
	 * The response.
	 *
	 * @param scope what the counts cover
	 * @param note what the counts do not cover
	 * @param objectives the objectives
	 */
	record SloStatus(String scope, String note, List<Objective> objectives) {

	}

	/**
	 * An objective.
	 *
	 * @param name its name
	 * @param description what it promises
	 * @param source where its events come from
	 * @param target the promised share of good events, in percent
	 * @param period the period over which it must be met
	 * @param slowerThanMillis duration beyond which an event is bad
	 * @param severity the highest severity of its alerts
	 * @param owner who is responsible for it
	 * @param team the team that its alerts name, if it differs from the others
	 * @param runbook link to instructions
	 * @param good good events of this instance
	 * @param bad bad events of this instance
	 * @param ignored ignored events of this instance
	 * @param instanceRatio share of good events of this instance, {@code null} without
	 * events
	 * @param causes bad events whose trace was exported, by their cause, the most
	 * frequent first
	 * @param problem why it has no events, {@code null} if it has some
	 */
	record Objective(String name, String description, String source, BigDecimal target, String period,
			@Nullable Double slowerThanMillis, String severity, @Nullable String owner, @Nullable String team,
			@Nullable String runbook, long good, long bad, long ignored, @Nullable Double instanceRatio,
			Map<String, Long> causes, @Nullable String problem) {

		static Objective of(Slo slo, SloCounts counts, @Nullable String problem, Map<String, Long> causes) {
			double good = counts.count(SloResult.GOOD);
			double bad = counts.count(SloResult.BAD);
			Duration slowerThan = slo.slowerThan();
			return new Objective(slo.name(), slo.description(), slo.source().description(), slo.target(),
					slo.period().label(), (slowerThan != null) ? slowerThan.toNanos() / 1e6 : null,
					slo.severity().label(), slo.owner(), slo.team(), slo.runbook(), (long) good, (long) bad,
					(long) counts.count(SloResult.IGNORED), (good + bad > 0) ? good / (good + bad) : null, causes,
					problem);
		}

	}

}
