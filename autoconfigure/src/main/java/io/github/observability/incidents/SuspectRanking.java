package io.github.observability.incidents;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.observability.incidents.detection.Shift;
import io.github.observability.incidents.signal.Series;
import io.github.observability.incidents.signal.SignalType;
import io.github.observability.incidents.signal.Subject;
import io.github.observability.incidents.signal.Subject.Type;
import io.github.observability.saturation.ResourceUse;
import io.github.observability.saturation.forecast.Exhaustion;
import org.jspecify.annotations.Nullable;

/**
 * Ranks what to look at first during an incident: changes shortly before it, and subjects
 * by how far their signals shifted. Priors by type put a change before a dependency, a
 * dependency before saturation, and saturation before symptoms. A resource that is
 * foreseen to be exhausted is a suspect before its utilization has shifted far.
 */
final class SuspectRanking {

	private static final int MOST = 5;

	/** Changes this long before an incident are suspects. */
	private static final Duration BEFORE = Duration.ofMinutes(15);

	/** A step covers ten seconds, so that a change may follow its effect by so much. */
	private static final Duration AFTER = Duration.ofSeconds(15);

	/** Time in which a change loses most of its weight. */
	private static final double FADING_SECONDS = 300;

	private static final double LEAST_CLOSENESS = 0.2;

	private static final double SMALLEST_SHIFT = 2;

	/** Beyond it, a shift says no more. */
	private static final double LARGEST_SHIFT = 60;

	/** Symptoms are as large as their cause is, so that their size says little. */
	private static final double LARGEST_SYMPTOM = 6;

	/** A change counts like a shift of this size. */
	private static final double SHIFT_OF_A_CHANGE = 30;

	/** If so large a part of the dependencies slows down at once, the caller is slow. */
	private static final double COMMON = 0.6;

	/** A resource that lasts longer than that explains nothing today. */
	private static final double LONGEST_LEFT = Duration.ofDays(1).toSeconds();

	/** With so much time left, and less, a forecast weighs most. */
	private static final double LITTLE_LEFT = Duration.ofHours(1).toSeconds();

	private final LocalCauses causes;

	private final ProfiledTraces traces;

	private final @Nullable String panelUrl;

	SuspectRanking(LocalCauses causes, ProfiledTraces traces, @Nullable String panelUrl) {
		this.causes = causes;
		this.traces = traces;
		this.panelUrl = panelUrl;
	}

	/**
	 * Rank the suspects of a group.
	 * @param group the group
	 * @param all all signals
	 * @param changes the latest changes
	 * @param resources the latest readings of the resources
	 * @param step the step of these readings
	 * @return the suspects
	 */
	List<Suspect> rank(Group group, Collection<Series> all, List<ChangeEvent> changes, List<ResourceUse> resources,
			long step) {
		Instant begin = StepTime.WALL_CLOCK.of(group.begin());
		List<Candidate> candidates = new ArrayList<>();
		for (ChangeEvent change : changes) {
			double score = score(change, begin);
			if (score > 0) {
				candidates.add(new Candidate(score, change));
			}
		}
		Map<Subject, Candidate> bySubject = new LinkedHashMap<>();
		List<ShiftedSeries> shifts = shifts(group, all);
		double common = commonShare(all, shifts);
		for (ShiftedSeries shifted : shifts) {
			double score = score(shifted, group, common);
			Candidate known = bySubject.get(shifted.series().subject());
			if (score > 0 && (known == null || known.score() < score)) {
				bySubject.put(shifted.series().subject(), new Candidate(score, shifted));
			}
		}
		for (ResourceUse use : resources) {
			double score = score(use.exhaustion());
			if (score > 0 && use.utilization() != null) {
				Subject subject = new Subject(Type.RESOURCE, use.resource());
				bySubject.put(subject, new Candidate(score, use, step, bySubject.get(subject)));
			}
		}
		candidates.addAll(bySubject.values());
		// Symptoms have equal scores beyond a limit: then the larger shift comes first.
		candidates.sort(Comparator.comparingDouble((Candidate candidate) -> -candidate.score())
			.thenComparingDouble((candidate) -> -candidate.shift()));
		List<ChangeEvent> news = changes.stream()
			.filter((change) -> change.type().isNews() && isNear(change, begin))
			.filter(distinct(ChangeEvent::describe))
			.limit(MOST)
			.toList();
		Candidate.Circumstances circumstances = new Candidate.Circumstances(begin, news, this.causes,
				this.traces.since(begin.toEpochMilli()), (signal) -> panel(signal, begin));
		List<Suspect> suspects = new ArrayList<>();
		for (Candidate candidate : candidates.subList(0, Math.min(MOST, candidates.size()))) {
			suspects.add(candidate.suspect(suspects.size() + 1, circumstances));
		}
		return List.copyOf(suspects);
	}

	private static <T> Predicate<T> distinct(Function<T, String> key) {
		Set<String> seen = new HashSet<>();
		return (each) -> seen.add(key.apply(each));
	}

	private static boolean isNear(ChangeEvent change, Instant begin) {
		return change.time().isAfter(begin.minus(BEFORE)) && change.time().isBefore(begin.plus(BEFORE));
	}

	private static double score(ChangeEvent change, Instant begin) {
		Duration before = Duration.between(change.time(), begin);
		Duration after = change.type().isLate() ? BEFORE : AFTER;
		if (before.compareTo(BEFORE) > 0 || before.compareTo(after.negated()) < 0 || HealthStates.isRecovery(change)) {
			return 0;
		}
		double closeness = Math.max(LEAST_CLOSENESS, Math.exp(-Math.max(0, before.toSeconds()) / FADING_SECONDS));
		return 3 * change.type().weight() * closeness * Math.log1p(SHIFT_OF_A_CHANGE);
	}

	private static List<ShiftedSeries> shifts(Group group, Collection<Series> all) {
		List<ShiftedSeries> shifts = new ArrayList<>();
		for (Series series : all) {
			Shift shift = (series.type() != SignalType.COMBINATION) ? series.shift(group.begin() - Group.TOGETHER / 2)
					: null;
			if (shift != null && shift.score() >= SMALLEST_SHIFT) {
				shifts.add(new ShiftedSeries(series, shift));
			}
		}
		return shifts;
	}

	/**
	 * The share of the dependencies that became slower at the same time.
	 */
	private static double commonShare(Collection<Series> all, List<ShiftedSeries> shifts) {
		long dependencies = all.stream().filter((series) -> isDependencyLatency(series)).count();
		long slower = shifts.stream()
			.filter((shifted) -> isDependencyLatency(shifted.series()) && shifted.shift().isRise())
			.count();
		return (dependencies > 2) ? (double) slower / dependencies : 0;
	}

	private static boolean isDependencyLatency(Series series) {
		return series.subject().type() == Type.DEPENDENCY && series.type() == SignalType.LATENCY;
	}

	private double score(ShiftedSeries shifted, Group group, double common) {
		Series series = shifted.series();
		double prior = prior(series.type(), series.subject().type(), shifted.shift().isRise());
		if (series.subject().type() == Type.DEPENDENCY && series.type() != SignalType.ERRORS && common >= COMMON) {
			prior = 0.5;
		}
		double score = prior * Math.log1p(Math.min(largest(series), shifted.shift().score()));
		double share = this.causes.share(series.subject().name(), StepTime.WALL_CLOCK.of(group.begin()).toEpochMilli());
		if (series.subject().type() == Type.DEPENDENCY && !Double.isNaN(share)) {
			score *= 0.7 + 0.6 * share;
		}
		// What began first is likelier to cause what began later.
		double steps = (group.begin() - series.stepOf(shifted.shift().since())) / (double) Group.TOGETHER;
		return score * (1 + 0.1 * Math.max(-1, Math.min(1, steps)));
	}

	/**
	 * The less time is left, the more a forecast weighs: more than a symptom, less than a
	 * resource that is full.
	 */
	private static double score(@Nullable Exhaustion exhaustion) {
		if (exhaustion == null || exhaustion.seconds() > LONGEST_LEFT) {
			return 0;
		}
		return Math.log1p(LARGEST_SHIFT * Math.min(1, LITTLE_LEFT / exhaustion.seconds()));
	}

	private static double largest(Series series) {
		boolean symptom = series.subject().type().isSymptom() && series.subject().type() != Type.WORK
				&& series.type() != SignalType.TRAFFIC;
		return symptom ? LARGEST_SYMPTOM : LARGEST_SHIFT;
	}

	private static double prior(SignalType type, Type subject, boolean rise) {
		return switch (subject) {
			case DEPENDENCY -> (type == SignalType.TRAFFIC) ? 0.3 : rise ? 2 : 0.2;
			case RESOURCE -> rise ? 1.5 : 0;
			case HOST -> rise ? 1.7 : 0;
			case ROUTE, SERVICE ->
				(type == SignalType.TRAFFIC && rise) ? 1.9 : (type == SignalType.TRAFFIC) ? 0.3 : 0.6;
			case WORK -> (type == SignalType.ERRORS) ? 1 : 0.6;
			case LOG -> 0.5;
			case HEALTH -> 0;
			case BUSINESS, OBJECTIVE -> 0.3;
		};
	}

	private @Nullable String panel(String signal, Instant begin) {
		if (this.panelUrl == null) {
			return null;
		}
		return this.panelUrl.replace("{signal}", URLEncoder.encode(signal, StandardCharsets.UTF_8))
			.replace("{from}", String.valueOf(begin.minus(BEFORE).toEpochMilli()))
			.replace("{to}", String.valueOf(begin.plus(BEFORE).toEpochMilli()));
	}

}
