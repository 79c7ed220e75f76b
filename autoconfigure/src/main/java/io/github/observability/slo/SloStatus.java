package io.github.observability.slo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What one instance knows of the objectives.
 *
 * @param scope what the counts are about
 * @param note what they are not about
 * @param objectives the objectives
 */
record SloStatus(String scope, String note, List<Objective> objectives) {

	static SloStatus of(SloEvents events, SloAppearance appearance) {
		List<Objective> objectives = events.counts()
			.entrySet()
			.stream()
			.map((entry) -> Objective.of(entry.getKey(), entry.getValue(), appearance.problem(entry.getKey())))
			.toList();
		return new SloStatus("instance",
				"Counts of this instance since its start. Whether an objective is kept is told "
						+ "by Prometheus, over all instances and the whole period.",
				objectives);
	}

	/**
	 * An objective.
	 *
	 * @param name its name
	 * @param description what it is about
	 * @param source where its events come from
	 * @param target the share of good events that is promised, in percent
	 * @param period the period over which it is promised
	 * @param slowerThanMillis duration beyond which an event is bad
	 * @param severity how urgent its alerts may get
	 * @param owner who keeps it
	 * @param runbook where to read what to do
	 * @param good good events of this instance
	 * @param bad bad events of this instance
	 * @param ignored events of this instance that say nothing
	 * @param instanceRatio share of good events of this instance, {@code null} without
	 * events
	 * @param problem what is wrong with it, {@code null} if nothing is
	 */
	record Objective(String name, String description, String source, BigDecimal target, String period,
			@Nullable Double slowerThanMillis, String severity, @Nullable String owner, @Nullable String runbook,
			long good, long bad, long ignored, @Nullable Double instanceRatio, @Nullable String problem) {

		static Objective of(Slo slo, SloCounts counts, @Nullable String problem) {
			double good = counts.count(SloResult.GOOD);
			double bad = counts.count(SloResult.BAD);
			Duration slowerThan = slo.slowerThan();
			return new Objective(slo.name(), slo.description(), slo.source().description(), slo.target(),
					slo.period().label(), (slowerThan != null) ? slowerThan.toNanos() / 1e6 : null,
					slo.severity().label(), slo.owner(), slo.runbook(), (long) good, (long) bad,
					(long) counts.count(SloResult.IGNORED), (good + bad > 0) ? good / (good + bad) : null, problem);
		}

	}

}
