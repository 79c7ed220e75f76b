package io.github.observability;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The values that a tag may take, limited in number. The first ones are admitted; what is
 * not admitted is for the caller to replace. Finding an admitted value takes no lock.
 */
public final class AdmittedValues {

	private final Set<String> values = ConcurrentHashMap.newKeySet();

	private final int max;

	/**
	 * Create an empty set.
	 * @param max the number of values that are admitted
	 */
	public AdmittedValues(int max) {
		this.max = max;
	}

	/**
	 * Admit values whatever the limit is. They count toward it.
	 * @param values the values
	 */
	public void addAll(Collection<String> values) {
		synchronized (this.values) {
			this.values.addAll(values);
		}
	}

	/**
	 * Whether a value was admitted.
	 * @param value the value
	 * @return whether it was
	 */
	public boolean contains(String value) {
		return this.values.contains(value);
	}

	/**
	 * Admit a value unless there are too many.
	 * @param value the value
	 * @return whether it is admitted, now or since an earlier call
	 */
	public boolean admit(String value) {
		if (this.values.contains(value)) {
			return true;
		}
		if (isFull()) {
			return false;
		}
		synchronized (this.values) {
			return this.values.contains(value) || (this.values.size() < this.max && this.values.add(value));
		}
	}

	/**
	 * Forget a value, which makes room for another one.
	 * @param value the value
	 */
	public void remove(String value) {
		synchronized (this.values) {
			this.values.remove(value);
		}
	}

	/**
	 * Whether there is no room for a further value.
	 * @return whether the limit is reached
	 */
	public boolean isFull() {
		return this.values.size() >= this.max;
	}

	/**
	 * Return the number of admitted values.
	 * @return the number
	 */
	public int size() {
		return this.values.size();
	}

}
