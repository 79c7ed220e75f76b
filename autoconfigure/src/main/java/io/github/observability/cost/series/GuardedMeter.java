package io.github.observability.cost.series;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.ImmutableTag;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The series of one meter. Series that exist are found without a lock and without
 * garbage, those that collapsed into another one included.
 */
final class GuardedMeter {

	/** Meters have a handful of tags. What an application makes up is bounded, too. */
	private static final int MAX_KEYS = 50;

	/**
	 * Type of a parameter that the compiler added to the constructor of the iterator of
	 * {@link Tags}. The JIT compiler does not inline the constructor before this type is
	 * loaded, and nothing else loads it, so that each iteration would allocate.
	 */
	private static final String PARAMETER = Tags.class.getName() + "$1";

	static {
		ClassUtils.isPresent(PARAMETER, Tags.class.getClassLoader());
	}

	private final String name;

	private final int maxTagValues;

	private final int maxSeries;

	private final SeriesGuard guard;

	private final SeriesReporter reporter;

	private final Map<String, GuardedTag> tags = new ConcurrentHashMap<>(8);

	private final SeriesNode root = new SeriesNode();

	/** Series that stand for combinations past the limit. */
	private final SeriesNode overflow = new SeriesNode();

	/**
	 * The tags in the order of the ids, because most meters always have the same keys.
	 */
	private volatile GuardedTag[] order = {};

	private final Set<Meter.Id> collapsedGauges = ConcurrentHashMap.newKeySet();

	/** Counts look-ups that collapsed; there is none before the first. */
	private volatile @Nullable LongAdder collapsed;

	private int series;

	/** Whether no further combination is admitted. */
	private volatile boolean full;

	private volatile boolean exempt;

	private boolean denied;

	GuardedMeter(String name, int maxTagValues, int maxSeries, SeriesGuard guard, SeriesReporter reporter) {
		this.name = name;
		this.maxTagValues = maxTagValues;
		this.maxSeries = maxSeries;
		this.guard = guard;
		this.reporter = reporter;
	}

	Meter.Id map(Meter.Id id) {
		if (this.exempt) {
			return id;
		}
		SeriesNode node = find(id);
		if (node == null) {
			return this.full ? overflowed(id) : admit(id);
		}
		Meter.Id collapsed = node.collapsed();
		if (collapsed == null) {
			return id;
		}
		node.count();
		return collapsed;
	}

	/**
	 * Find the series of an id. The loop is alone here because the JIT compiler removes
	 * the iterator only from a small method.
	 */
	private @Nullable SeriesNode find(Meter.Id id) {
		SeriesNode node = this.root;
		boolean replaced = false;
		for (Tag tag : id.getTagsAsIterable()) {
			SeriesNode next = node.find(tag);
			if (next == null) {
				next = other(node, tag);
				replaced = true;
			}
			if (next == null) {
				return null;
			}
			node = next;
		}
		// So far, only the application itself may have used 'other'.
		return (node.isSeries() && (!replaced || node.collapsed() != null)) ? node : null;
	}

	private @Nullable SeriesNode other(SeriesNode node, Tag tag) {
		GuardedTag guarded = this.tags.get(tag.getKey());
		return (guarded != null && guarded.refuses(tag.getValue())) ? node.find(guarded.other()) : null;
	}

	/** Return the id that stands for a combination past the limit. */
	private Meter.Id overflowed(Meter.Id id) {
		Meter.Id collapsed = findOverflow(id);
		if (collapsed == null) {
			return admit(id);
		}
		count();
		return collapsed;
	}

	private Meter.@Nullable Id findOverflow(Meter.Id id) {
		SeriesNode node = this.overflow;
		GuardedTag[] order = this.order;
		int index = 0;
		for (Tag tag : id.getTagsAsIterable()) {
			GuardedTag guarded = guarded(order, index++, tag.getKey());
			SeriesNode next = (guarded != null) ? node.find(guarded.inOverflow(tag)) : null;
			if (next == null) {
				return null;
			}
			node = next;
		}
		return node.collapsed();
	}

	private @Nullable GuardedTag guarded(GuardedTag[] order, int index, String key) {
		return (index < order.length && order[index].key().equals(key)) ? order[index] : this.tags.get(key);
	}

	private void count() {
		LongAdder counter = this.collapsed;
		if (counter != null) {
			counter.increment();
		}
	}

	private synchronized Meter.Id admit(Meter.Id id) {
		if (this.denied) {
			return id;
		}
		List<Tag> kept = new ArrayList<>();
		List<GuardedTag> replaced = new ArrayList<>();
		for (Tag tag : id.getTagsAsIterable()) {
			GuardedTag guarded = guarded(tag.getKey());
			if (guarded.refuses(tag.getValue())) {
				if (isExempt(id)) {
					return id;
				}
				replaced.add(guarded);
				kept.add(guarded.other());
				report(guarded, tag.getValue());
			}
			else {
				kept.add((tag instanceof ImmutableTag) ? tag : Tag.of(tag.getKey(), tag.getValue()));
			}
		}
		SeriesNode known = find(kept);
		if (known != null && known.isSeries()) {
			return collapseInto(known, id, kept, replaced);
		}
		if (this.full || this.series >= this.maxSeries || !this.guard.reserve()) {
			return overflow(id, kept);
		}
		this.series++;
		SeriesNode node = this.root;
		for (Tag tag : kept) {
			guarded(tag.getKey()).use(tag);
			node = node.findOrAdd(tag);
		}
		node.mark();
		return collapseInto(node, id, kept, replaced);
	}

	private Meter.Id collapseInto(SeriesNode node, Meter.Id id, List<Tag> tags, List<GuardedTag> replaced) {
		if (replaced.isEmpty()) {
			return id;
		}
		Meter.Id collapsed = node.collapsed();
		if (collapsed == null) {
			collapsed = collapsed(id, tags);
			node.collapse(collapsed, replaced.toArray(GuardedTag[]::new));
		}
		node.count();
		return collapsed;
	}

	private @Nullable SeriesNode find(List<Tag> tags) {
		SeriesNode node = this.root;
		for (Tag tag : tags) {
			SeriesNode next = node.find(tag);
			if (next == null) {
				return null;
			}
			node = next;
		}
		return node;
	}

	private Meter.Id overflow(Meter.Id id, List<Tag> tags) {
		// Without a tag there is nothing to collapse.
		if (tags.isEmpty() || isExempt(id)) {
			return id;
		}
		if (!this.full) {
			this.tags.values().forEach(GuardedTag::freeze);
			this.full = true;
		}
		List<Tag> kept = new ArrayList<>(tags.size());
		List<GuardedTag> order = new ArrayList<>(tags.size());
		SeriesNode node = this.overflow;
		for (Tag tag : tags) {
			GuardedTag guarded = guarded(tag.getKey());
			order.add(guarded);
			Tag each = guarded.inOverflow(tag);
			kept.add(each);
			node = node.findOrAdd(each);
		}
		this.order = order.toArray(GuardedTag[]::new);
		Meter.Id collapsed = node.collapsed();
		if (collapsed == null) {
			collapsed = collapsed(id, kept);
			node.collapse(collapsed);
		}
		report(id);
		count();
		return collapsed;
	}

	private boolean isExempt(Meter.Id id) {
		this.exempt = this.exempt || this.guard.isExempt(id);
		return this.exempt;
	}

	private Meter.Id collapsed(Meter.Id id, List<Tag> tags) {
		String description = id.getDescription();
		// Without a description, a later filter would make another id at each look-up.
		Meter.Id collapsed = new Meter.Id(id.getName(), Tags.of(tags), id.getBaseUnit(),
				(description != null) ? description : "Micrometer meter " + id.getName(), id.getType());
		if (id.getType() == Meter.Type.GAUGE) {
			this.collapsedGauges.add(collapsed);
		}
		return collapsed;
	}

	private GuardedTag guarded(String key) {
		GuardedTag known = this.tags.get(key);
		if (known != null) {
			return known;
		}
		boolean further = this.tags.size() < MAX_KEYS;
		GuardedTag created = new GuardedTag(key, further ? this.maxTagValues : 0);
		if (further) {
			this.tags.put(key, created);
		}
		return created;
	}

	private void report(GuardedTag tag, String value) {
		if (!tag.isCounted()) {
			tag.countWith(this.reporter.counter(this.name, tag.key()));
			List<String> samples = new ArrayList<>(tag.samples());
			samples.add(value);
			this.reporter.values(this.name, tag.key(), this.maxTagValues, samples);
		}
	}

	private void report(Meter.Id id) {
		if (this.collapsed != null) {
			return;
		}
		this.collapsed = this.reporter.counter(this.name, SeriesReporter.ALL);
		List<String> keys = this.tags.values()
			.stream()
			.filter((tag) -> !tag.isConstant())
			.map(GuardedTag::key)
			.sorted()
			.toList();
		List<String> samples = new ArrayList<>();
		for (Tag tag : id.getTagsAsIterable()) {
			if (keys.contains(tag.getKey())) {
				samples.add(tag.getKey() + "=" + tag.getValue());
			}
		}
		if (this.series >= this.maxSeries) {
			this.reporter.combinations(this.name, keys, this.maxSeries, samples);
		}
		else {
			this.reporter.total(this.name, this.guard.maxTotal(), samples);
		}
	}

	/**
	 * Give back the places of the meter's series, none of which exists because another
	 * filter denies the meter.
	 */
	synchronized void deny() {
		if (!this.denied) {
			this.denied = true;
			this.exempt = true;
			this.guard.release(this.series);
			this.series = 0;
		}
	}

	boolean isCollapsed(Meter.Id id) {
		return this.collapsedGauges.contains(id);
	}

	synchronized void removed(Meter.Id id) {
		List<Tag> tags = new ArrayList<>();
		for (Tag tag : id.getTagsAsIterable()) {
			tags.add(tag);
		}
		SeriesNode node = find(tags);
		if (this.denied || node == null || !node.isSeries()) {
			return;
		}
		node.unmark();
		prune(tags);
		for (Tag tag : tags) {
			GuardedTag guarded = this.tags.get(tag.getKey());
			if (guarded != null) {
				guarded.release(tag);
			}
		}
		this.series--;
		this.full = false;
		this.guard.release(1);
	}

	private void prune(List<Tag> tags) {
		for (int length = tags.size(); length > 0; length--) {
			SeriesNode parent = find(tags.subList(0, length - 1));
			SeriesNode child = (parent != null) ? parent.find(tags.get(length - 1)) : null;
			if (parent == null || child == null || !child.isUnused()) {
				return;
			}
			parent.remove(tags.get(length - 1));
		}
	}

}
