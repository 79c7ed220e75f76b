package io.github.observability.cost.series;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

/**
 * One tag of the series of a meter. The path from the root, in the order of the tags,
 * leads to a series. Most tags are followed by a single other one, so the first needs no
 * map. Reading takes no lock; writers hold that of the meter.
 */
final class SeriesNode {

	private static final GuardedTag[] NONE = {};

	private volatile @Nullable Child first;

	private volatile @Nullable Map<Tag, SeriesNode> others;

	/** Whether a series ends here. */
	private volatile boolean series;

	private volatile Meter.@Nullable Id collapsed;

	private volatile GuardedTag[] replaced = NONE;

	@Nullable SeriesNode find(Tag tag) {
		Child child = this.first;
		if (child != null && child.tag.equals(tag)) {
			return child.node;
		}
		Map<Tag, SeriesNode> others = this.others;
		return (others != null) ? others.get(tag) : null;
	}

	SeriesNode findOrAdd(Tag tag) {
		SeriesNode known = find(tag);
		if (known != null) {
			return known;
		}
		SeriesNode added = new SeriesNode();
		if (this.first == null) {
			this.first = new Child(tag, added);
			return added;
		}
		Map<Tag, SeriesNode> others = this.others;
		if (others == null) {
			others = new ConcurrentHashMap<>(4);
			this.others = others;
		}
		others.put(tag, added);
		return added;
	}

	void remove(Tag tag) {
		Child child = this.first;
		if (child != null && child.tag.equals(tag)) {
			this.first = null;
			return;
		}
		Map<Tag, SeriesNode> others = this.others;
		if (others != null) {
			others.remove(tag);
		}
	}

	boolean isSeries() {
		return this.series;
	}

	boolean isUnused() {
		Map<Tag, SeriesNode> others = this.others;
		return !this.series && this.first == null && (others == null || others.isEmpty());
	}

	/** Mark the end of a series. */
	void mark() {
		this.series = true;
	}

	/**
	 * Let the series stand for others.
	 * @param collapsed the id of the series
	 * @param replaced the tags whose value is {@code other}
	 */
	void collapse(Meter.Id collapsed, GuardedTag... replaced) {
		this.replaced = replaced;
		this.collapsed = collapsed;
	}

	void unmark() {
		this.series = false;
		this.collapsed = null;
	}

	Meter.@Nullable Id collapsed() {
		return this.collapsed;
	}

	/** Count a look-up of a series that stands for others. */
	void count() {
		for (GuardedTag tag : this.replaced) {
			tag.count();
		}
	}

	private record Child(Tag tag, SeriesNode node) {
	}

}
