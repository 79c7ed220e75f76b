package io.github.observability.incidents.signal;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.github.observability.incidents.signal.Subject.Type;

/**
 * Places of the subjects. Each type of subject has a fixed number of them, which are
 * given in the order of appearance.
 */
final class Places {

	private static final Map<Type, Integer> PLACES = new EnumMap<>(Map.of(Type.ROUTE, 20, Type.DEPENDENCY, 12,
			Type.WORK, 8, Type.RESOURCE, 15, Type.BUSINESS, 12, Type.LOG, 6, Type.OBJECTIVE, 10, Type.HOST, 8));

	private static final int MOST_REFUSED = 20_000;

	private final Map<Type, Set<String>> taken = new EnumMap<>(Type.class);

	private final Set<Subject> refused = new HashSet<>();

	private long dropped;

	/**
	 * Take a place for a subject, unless it has one.
	 * @param type the type of the subject
	 * @param name its name
	 * @return whether it has a place now
	 */
	boolean take(Type type, String name) {
		Set<String> names = this.taken.computeIfAbsent(type, (key) -> new HashSet<>());
		if (names.contains(name)) {
			return true;
		}
		if (names.size() >= PLACES.getOrDefault(type, 1)) {
			refuse(new Subject(type, name));
			return false;
		}
		names.add(name);
		return true;
	}

	void refuse(Subject subject) {
		if (this.refused.size() < MOST_REFUSED && this.refused.add(subject)) {
			this.dropped++;
		}
	}

	boolean hasRefused() {
		return !this.refused.isEmpty();
	}

	boolean isRefused(Subject subject) {
		return this.refused.contains(subject);
	}

	/**
	 * Free the place of an idle subject for a busy one, which takes it next.
	 */
	void free(Subject idle, Subject busy) {
		this.taken.getOrDefault(idle.type(), new HashSet<>()).remove(idle.name());
		this.refused.remove(busy);
	}

	/**
	 * Return how many subjects and series were refused so far.
	 */
	long dropped() {
		return this.dropped;
	}

}
