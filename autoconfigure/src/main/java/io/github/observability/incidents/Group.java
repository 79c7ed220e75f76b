package io.github.observability.incidents;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.observability.incidents.detection.SeriesDetector;
import io.github.observability.incidents.signal.Series;
import io.github.observability.incidents.signal.SignalType;
import io.github.observability.incidents.signal.Subject;
import io.github.observability.incidents.signal.Subject.Type;
import org.jspecify.annotations.Nullable;

/**
 * Anomalies that belong together. The group becomes an incident once users feel it.
 */
final class Group {

	/** Steps within which anomalies that begin together belong together. */
	static final int TOGETHER = 12;

	private static final int MOST_MEMBERS = 60;

	/** A symptom of so many smallest effects needs no second witness. */
	private static final double STRONG = 2.5;

	private final Map<String, Member> members = new LinkedHashMap<>();

	private final Set<Subject> subjects = new LinkedHashSet<>();

	private final String id;

	private long begin = Long.MAX_VALUE;

	private long lastActive;

	private boolean hard;

	private boolean opened;

	private List<Suspect> suspects = List.of();

	Group(String id) {
		this.id = id;
	}

	/**
	 * Note that a series is anomalous.
	 */
	void active(Series series, long step) {
		this.lastActive = step;
		Member member = this.members.get(series.name());
		SeriesDetector detector = series.detector();
		if (member == null) {
			if (this.members.size() >= MOST_MEMBERS) {
				return;
			}
			member = new Member(series.name(), series.subject(), series, detector.since(), detector.before());
			this.members.put(series.name(), member);
			this.subjects.add(series.subject());
			this.begin = Math.min(this.begin, member.since);
		}
		member.now = detector.recent();
		member.score = Math.max(member.score, Double.isNaN(detector.score()) ? 0 : detector.score());
		member.strongest = Math.max(member.strongest, series.type().kind().effectIn(member.now, member.before));
	}

	/**
	 * Note an event that is a reason for an incident by itself.
	 */
	void event(String name, Subject subject, double before, double value, long step) {
		this.lastActive = step;
		this.hard = true;
		Member member = this.members.get(name);
		if (member == null && this.members.size() < MOST_MEMBERS) {
			member = new Member(name, subject, null, step, before);
			this.members.put(name, member);
			this.subjects.add(subject);
			this.begin = Math.min(this.begin, step);
		}
		if (member != null) {
			member.now = value;
		}
	}

	boolean contains(String name) {
		return this.members.containsKey(name);
	}

	boolean isAbout(Subject subject) {
		return this.subjects.contains(subject);
	}

	Set<Subject> subjects() {
		return this.subjects;
	}

	/**
	 * Return how many steps a begin is away from the nearest one of a member. If there
	 * are members about a particular subject, only they count.
	 */
	long distance(long since) {
		boolean wide = this.subjects.stream().allMatch(Subject::isWide);
		return this.members.values()
			.stream()
			.filter((member) -> wide || !member.subject.isWide())
			.mapToLong((member) -> Math.abs(member.since - since))
			.min()
			.orElse(Long.MAX_VALUE);
	}

	/**
	 * Whether users feel it, and it is more than a single signal that wavers.
	 */
	boolean isIncident() {
		if (this.hard) {
			return true;
		}
		boolean symptom = false;
		boolean strong = false;
		boolean witness = false;
		for (Member member : this.members.values()) {
			if (member.isFelt()) {
				symptom = true;
				strong |= member.strongest >= STRONG;
			}
			witness |= member.isWitness();
		}
		return symptom && (strong || witness);
	}

	boolean isOpened() {
		return this.opened;
	}

	void open() {
		this.opened = true;
	}

	String id() {
		return this.id;
	}

	long begin() {
		return this.begin;
	}

	long lastActive() {
		return this.lastActive;
	}

	void suspects(List<Suspect> suspects) {
		this.suspects = suspects;
	}

	Incident incident(boolean open, StepTime time) {
		List<Incident.Member> list = new ArrayList<>();
		this.members.values()
			.stream()
			.sorted(Comparator.comparingLong((member) -> member.since))
			.forEach((member) -> list.add(new Incident.Member(member.name, member.subject.toString(),
					time.of(member.since), finite(member.before), finite(member.now),
					(member.series != null) ? finite(member.score) : null)));
		return new Incident(this.id, open, time.of(this.begin), open ? null : time.of(this.lastActive),
				List.copyOf(list), names(Type.ROUTE), names(Type.OBJECTIVE), this.suspects);
	}

	private static @Nullable Double finite(double value) {
		return Double.isFinite(value) ? value : null;
	}

	private List<String> names(Type type) {
		return this.subjects.stream().filter((subject) -> subject.type() == type).map(Subject::name).sorted().toList();
	}

	/**
	 * A member of the group.
	 */
	private static final class Member {

		private final String name;

		private final Subject subject;

		private final @Nullable Series series;

		private final long since;

		private final double before;

		private double now = Double.NaN;

		private double score;

		private double strongest;

		Member(String name, Subject subject, @Nullable Series series, long since, double before) {
			this.name = name;
			this.subject = subject;
			this.series = series;
			this.since = since;
			this.before = before;
		}

		/**
		 * Whether users feel it: errors, slowness, and events that no longer come.
		 */
		boolean isFelt() {
			if (this.series == null || !this.subject.type().isSymptom()) {
				return false;
			}
			boolean rise = this.now > this.before;
			return switch (this.series.type()) {
				case ERRORS, LATENCY, TAIL_LATENCY, OBJECTIVE -> rise;
				case TRAFFIC, BUSINESS -> !rise;
				default -> false;
			};
		}

		/**
		 * Whether it may explain what users feel.
		 */
		boolean isWitness() {
			if (this.series == null || this.subject.type().isSymptom()) {
				return false;
			}
			return this.series.type() != SignalType.TRAFFIC && this.now > this.before;
		}

	}

}
