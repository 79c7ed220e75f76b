package io.github.observability.incidents;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

import io.github.observability.incidents.signal.Series;
import io.github.observability.incidents.signal.Subject;

/**
 * Groups anomalies into sessions: a group is closed after five quiet minutes. An anomaly
 * joins an open group if it is about the same subject or a related one, or if it begins
 * together with a member. One that does neither begins a group of its own, so that storms
 * that overlap stay apart.
 */
final class Grouping {

	/** Steps of five minutes. */
	private static final int QUIET = 30;

	private static final int MOST_OPEN = 20;

	private final List<Group> open = new ArrayList<>();

	private final BiPredicate<Subject, Subject> related;

	private long started;

	private final String prefix;

	/**
	 * Create a grouping.
	 * @param prefix what ids begin with
	 * @param related whether a route is known to use a dependency
	 */
	Grouping(String prefix, BiPredicate<Subject, Subject> related) {
		this.prefix = prefix;
		this.related = related;
	}

	/**
	 * Add the series that are anomalous at a step. Those of a particular subject decide
	 * which groups there are.
	 */
	void anomalous(List<Series> anomalous, long step) {
		for (boolean wide : new boolean[] { false, true }) {
			for (Series series : anomalous) {
				if (series.subject().isWide() == wide) {
					find(series.name(), series.subject(), series.detector().since()).active(series, step);
				}
			}
		}
	}

	void event(String name, Subject subject, double before, double value, long step) {
		find(name, subject, step).event(name, subject, before, value, step);
	}

	private Group find(String name, Subject subject, long since) {
		for (Group group : this.open) {
			if (group.contains(name)) {
				return group;
			}
		}
		for (Group group : this.open) {
			if (!subject.isWide() && group.isAbout(subject)
					|| group.subjects().stream().anyMatch((each) -> this.related.test(each, subject))) {
				return group;
			}
		}
		Optional<Group> nearest = this.open.stream().min(Comparator.comparingLong((group) -> group.distance(since)));
		if (nearest.isPresent() && (nearest.get().distance(since) <= Group.TOGETHER || subject.isWide()
				|| this.open.size() >= MOST_OPEN)) {
			return nearest.get();
		}
		Group group = new Group(this.prefix + ++this.started);
		this.open.add(group);
		return group;
	}

	/**
	 * Remove the groups that are over.
	 * @param step the step
	 * @return the groups
	 */
	List<Group> close(long step) {
		List<Group> closed = new ArrayList<>();
		for (Iterator<Group> groups = this.open.iterator(); groups.hasNext();) {
			Group group = groups.next();
			if (step - group.lastActive() >= QUIET || step < group.lastActive()) {
				groups.remove();
				closed.add(group);
			}
		}
		return closed;
	}

	/**
	 * Return the particular subjects that belong to other groups.
	 */
	Set<Subject> subjectsOfOthers(Group group) {
		return this.open.stream()
			.filter((other) -> other != group && other.isOpened())
			.flatMap((other) -> other.subjects().stream())
			.filter((subject) -> !subject.isWide() && !group.isAbout(subject))
			.collect(Collectors.toSet());
	}

	List<Group> open() {
		return this.open;
	}

}
