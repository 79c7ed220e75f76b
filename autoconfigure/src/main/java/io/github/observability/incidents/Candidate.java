package io.github.observability.incidents;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

import io.github.observability.incidents.Suspect.Evidence;
import io.github.observability.incidents.detection.Shift;
import io.github.observability.incidents.signal.Series;
import io.github.observability.incidents.signal.SignalType;
import io.github.observability.incidents.signal.Subject;
import io.github.observability.incidents.signal.Subject.Type;
import io.github.observability.saturation.ResourceUse;
import org.jspecify.annotations.Nullable;

/**
 * A change, a signal that shifted or a resource that fills up, with its score.
 */
final class Candidate {

	private final double score;

	private final @Nullable ChangeEvent change;

	private final @Nullable ShiftedSeries shifted;

	private final @Nullable ResourceUse filling;

	private final long step;

	Candidate(double score, ChangeEvent change) {
		this.score = score;
		this.change = change;
		this.shifted = null;
		this.filling = null;
		this.step = 0;
	}

	Candidate(double score, ShiftedSeries shifted) {
		this.score = score;
		this.change = null;
		this.shifted = shifted;
		this.filling = null;
		this.step = 0;
	}

	Candidate(double score, ResourceUse filling, long step, @Nullable Candidate known) {
		this.score = (known != null) ? Math.max(score, known.score) : score;
		this.change = null;
		this.shifted = (known != null) ? known.shifted : null;
		this.filling = filling;
		this.step = step;
	}

	double score() {
		return this.score;
	}

	/**
	 * Return how far a signal shifted, 0 if none did.
	 */
	double shift() {
		return (this.shifted != null) ? this.shifted.shift().score() : 0;
	}

	/**
	 * Name the candidate as a suspect.
	 * @param rank its rank
	 * @param circumstances what is known besides
	 * @return the suspect
	 */
	Suspect suspect(int rank, Circumstances circumstances) {
		if (this.change != null) {
			String statement = this.change.describe() + " at " + this.change.time() + ", "
					+ circumstances.distance(this.change.time());
			return new Suspect(rank, typeOf(this.change.type()), this.change.name(), null, null, null, null,
					this.change.time(), statement,
					evidence(List.of(), Double.NaN, circumstances, null, circumstances.slowTraces()));
		}
		return (this.shifted != null) ? ofSignal(this.shifted, rank, circumstances)
				: ofForecast(Objects.requireNonNull(this.filling), rank, circumstances);
	}

	private Suspect ofSignal(ShiftedSeries shifted, int rank, Circumstances circumstances) {
		Series series = shifted.series();
		Shift shift = shifted.shift();
		Subject subject = series.subject();
		Instant since = StepTime.WALL_CLOCK.of(series.stepOf(shift.since()));
		String statement = subject + ": " + series.type().description() + " went from "
				+ number(shift.before(), series.type()) + " to " + number(shift.now(), series.type()) + " at " + since
				+ ", " + circumstances.distance(since);
		if (this.filling != null) {
			statement += "; " + foreseen(this.filling);
		}
		boolean dependency = subject.type() == Type.DEPENDENCY;
		double share = dependency ? circumstances.share(subject) : Double.NaN;
		return new Suspect(rank, typeOf(subject.type(), series.type()), subject.toString(), series.name(),
				shift.before(), shift.now(), shift.score(), since, statement,
				evidence(dependency ? circumstances.traceIds(subject) : List.of(), share, circumstances,
						circumstances.panels().apply(series.name()),
						isTimeOfItsOwn(series) ? circumstances.slowTraces() : null));
	}

	private Suspect ofForecast(ResourceUse use, int rank, Circumstances circumstances) {
		Subject subject = new Subject(Type.RESOURCE, use.resource());
		String signal = SignalType.UTILIZATION.label() + " " + use.resource();
		double utilization = Objects.requireNonNullElse(use.utilization(), Double.NaN);
		Instant now = StepTime.WALL_CLOCK.of(this.step);
		String statement = subject + ": utilization is " + number(utilization, SignalType.UTILIZATION) + ", "
				+ foreseen(use) + ", by the readings up to " + now + ", " + circumstances.distance(now);
		return new Suspect(rank, typeOf(Type.RESOURCE, SignalType.UTILIZATION), subject.toString(), signal, null,
				utilization, null, now, statement, evidence(List.of(), Double.NaN, circumstances,
						circumstances.panels().apply(signal), circumstances.slowTraces()));
	}

	/**
	 * Whether a signal is of what the code of this application makes slow or busy.
	 */
	private static boolean isTimeOfItsOwn(Series series) {
		boolean own = switch (series.subject().type()) {
			case ROUTE, SERVICE, WORK, OBJECTIVE, RESOURCE, HOST -> true;
			case DEPENDENCY, HEALTH, LOG, BUSINESS -> false;
		};
		return own && switch (series.type()) {
			case LATENCY, TAIL_LATENCY, OBJECTIVE, UTILIZATION, WAITING, COMBINATION -> true;
			case TRAFFIC, ERRORS, LOG_LINES, BUSINESS -> false;
		};
	}

	private static String foreseen(ResourceUse use) {
		return "full in " + Objects.requireNonNull(use.exhaustion()).describe()
				+ " if it goes on to fill up as it does";
	}

	private static String typeOf(ChangeType type) {
		return type.isNews() ? "code" : (type == ChangeType.HEALTH) ? "health" : "change";
	}

	private static String typeOf(Type subject, SignalType type) {
		return switch (subject) {
			case DEPENDENCY -> "dependency";
			case RESOURCE -> "saturation";
			case HOST -> "host";
			case SERVICE, ROUTE -> (type == SignalType.TRAFFIC) ? "traffic" : "symptom";
			case LOG -> "code";
			case HEALTH -> "health";
			case WORK, BUSINESS, OBJECTIVE -> "symptom";
		};
	}

	private static String number(double value, SignalType type) {
		return switch (type) {
			case ERRORS, OBJECTIVE, UTILIZATION -> String.format(Locale.ROOT, "%.1f %%", 100 * value);
			case LATENCY, TAIL_LATENCY -> String.format(Locale.ROOT, "%.1f ms", 1000 * value);
			case TRAFFIC, LOG_LINES, BUSINESS -> String.format(Locale.ROOT, "%.2f/s", value);
			case WAITING, COMBINATION -> String.format(Locale.ROOT, "%.3g", value);
		};
	}

	private Evidence evidence(List<String> traceIds, double share, Circumstances circumstances, @Nullable String panel,
			Suspect.@Nullable SlowTraces slowTraces) {
		List<ChangeEvent> news = circumstances.news();
		return new Evidence(traceIds, Double.isNaN(share) ? null : share,
				news.stream().map(ChangeEvent::describe).toList(),
				news.stream().map(ChangeEvent::patternId).filter(Objects::nonNull).distinct().toList(), panel,
				(this.filling != null) ? this.filling.exhaustion() : null, slowTraces);
	}

	/**
	 * What is known of the incident besides its signals.
	 *
	 * @param begin when it began
	 * @param news first signs in the code near its begin
	 * @param causes what the local traces of bad events show
	 * @param slowTraces what slow traces spent their time on since then
	 * @param panels finds the panel of a signal, {@code null} if there is none
	 */
	record Circumstances(Instant begin, List<ChangeEvent> news, LocalCauses causes,
			Suspect.@Nullable SlowTraces slowTraces, Function<String, @Nullable String> panels) {

		private double share(Subject dependency) {
			return this.causes.share(dependency.name(), this.begin.toEpochMilli());
		}

		private List<String> traceIds(Subject dependency) {
			return this.causes.traceIds(dependency.name(), this.begin.toEpochMilli());
		}

		private String distance(Instant time) {
			long seconds = Duration.between(time, this.begin).toSeconds();
			if (seconds == 0) {
				return "when the incident began";
			}
			return Math.abs(seconds) + " s " + ((seconds > 0) ? "before" : "after") + " the incident began";
		}

	}

}
