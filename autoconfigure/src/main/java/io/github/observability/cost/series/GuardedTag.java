package io.github.observability.cost.series;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.github.observability.AdmittedValues;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The values of one tag of a meter.
 */
final class GuardedTag {

	static final String OTHER = "other";

	private static final int SAMPLES = 2;

	private final String key;

	private final Tag other;

	private final AdmittedValues values;

	private final List<String> samples = new ArrayList<>(SAMPLES);

	/** Number of series with a value, guarded by the lock of the meter. */
	private final Map<String, Integer> uses = new HashMap<>();

	/** Counts look-ups that collapsed; there is none before the first. */
	private volatile @Nullable LongAdder collapsed;

	private volatile @Nullable Tag constant;

	GuardedTag(String key, int max) {
		this.key = key;
		this.other = Tag.of(key, OTHER);
		this.values = new AdmittedValues(max);
	}

	String key() {
		return this.key;
	}

	Tag other() {
		return this.other;
	}

	boolean isCounted() {
		return this.collapsed != null;
	}

	void countWith(LongAdder collapsed) {
		this.collapsed = collapsed;
	}

	void count() {
		LongAdder collapsed = this.collapsed;
		if (collapsed != null) {
			collapsed.increment();
		}
	}

	List<String> samples() {
		return this.samples;
	}

	/** Whether the value cannot be admitted any more. */
	boolean refuses(String value) {
		return this.values.isFull() && !this.values.contains(value) && !value.equals(OTHER);
	}

	void use(Tag tag) {
		if (!tag.getValue().equals(OTHER) && this.values.admit(tag.getValue())) {
			this.uses.merge(tag.getValue(), 1, Integer::sum);
			if (this.samples.size() < SAMPLES) {
				this.samples.add(tag.getValue());
			}
		}
	}

	void release(Tag tag) {
		if (this.uses.computeIfPresent(tag.getValue(), (value, uses) -> (uses > 1) ? uses - 1 : null) == null) {
			this.values.remove(tag.getValue());
		}
	}

	/**
	 * Decide whether the tag keeps its value in the series that stands for combinations
	 * past the limit: only if it has had no other value, as a common tag has not.
	 */
	void freeze() {
		this.constant = (this.uses.size() == 1) ? Tag.of(this.key, this.uses.keySet().iterator().next()) : null;
	}

	boolean isConstant() {
		return this.constant != null;
	}

	/** Returns the tag in the series that stands for combinations past the limit. */
	Tag inOverflow(Tag tag) {
		Tag constant = this.constant;
		return (constant != null && constant.equals(tag)) ? constant : this.other;
	}

}
