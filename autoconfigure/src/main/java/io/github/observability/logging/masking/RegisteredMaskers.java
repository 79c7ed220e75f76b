package io.github.observability.logging.masking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Maskers that are beans. The logging system is there before they are and outlives them,
 * so it asks here for those there are.
 */
final class RegisteredMaskers {

	static final RegisteredMaskers PROCESS = new RegisteredMaskers();

	private volatile List<LogMasker> maskers = List.of();

	/** The maskers there are; another list once they change. */
	List<LogMasker> current() {
		return this.maskers;
	}

	synchronized void add(Collection<LogMasker> added) {
		List<LogMasker> all = new ArrayList<>(this.maskers);
		all.addAll(added);
		this.maskers = List.copyOf(all);
	}

	synchronized void remove(Collection<LogMasker> removed) {
		List<LogMasker> all = new ArrayList<>(this.maskers);
		removed.forEach(all::remove);
		this.maskers = List.copyOf(all);
	}

}
