package io.github.observability.incidents.signal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The series that are watched, up to a limit. A series begins with the first value of its
 * signal.
 */
final class WatchedSeries {

	private final Map<String, Series> byName = new LinkedHashMap<>();

	private final Places places;

	private final int most;

	WatchedSeries(Places places, int most) {
		this.places = places;
		this.most = most;
	}

	void add(long step, SignalType type, Subject subject, double value) {
		String name = Series.name(type, subject);
		Series known = this.byName.get(name);
		if (known == null) {
			if (Double.isNaN(value)) {
				return;
			}
			if (this.byName.size() >= this.most) {
				this.places.refuse(new Subject(subject.type(), name));
				return;
			}
			known = new Series(type, subject);
			this.byName.put(name, known);
		}
		known.add(step, value);
	}

	/**
	 * Watch a series that an earlier run has learned.
	 */
	void restore(Series restored) {
		if (this.byName.size() < this.most) {
			this.byName.putIfAbsent(restored.name(), restored);
		}
	}

	void remove(Subject subject) {
		this.byName.values().removeIf((each) -> each.subject().equals(subject));
	}

	@Nullable Series find(SignalType type, Subject subject) {
		return this.byName.get(Series.name(type, subject));
	}

	Collection<Series> all() {
		return this.byName.values();
	}

}
