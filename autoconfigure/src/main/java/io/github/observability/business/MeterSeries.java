package io.github.observability.business;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/**
 * The series of one business meter, limited in number.
 *
 * @param <M> the type of meter
 */
final class MeterSeries<M> {

	private final MeterId id;

	private final List<TagValues> tags;

	private final int max;

	private final RejectionLog rejections;

	private final Function<Tags, M> factory;

	private final Map<List<String>, M> series = new ConcurrentHashMap<>();

	MeterSeries(MeterId id, List<TagValues> tags, int max, RejectionLog rejections, Function<Tags, M> factory) {
		this.id = id;
		this.tags = tags;
		this.max = max;
		this.rejections = rejections;
		this.factory = factory;
		if (tags.stream().noneMatch((tag) -> tag.declared().isEmpty())) {
			combine(new ArrayList<>()).forEach(this::register);
		}
	}

	/**
	 * Return each combination of the declared values, a single empty one without tags.
	 */
	private List<List<String>> combine(List<String> first) {
		if (first.size() == this.tags.size()) {
			return List.of(List.copyOf(first));
		}
		List<List<String>> combined = new ArrayList<>();
		for (String value : this.tags.get(first.size()).declared()) {
			first.add(value);
			combined.addAll(combine(first));
			first.remove(first.size() - 1);
		}
		return combined;
	}

	MeterId id() {
		return this.id;
	}

	Collection<M> all() {
		return this.series.values();
	}

	/**
	 * Replace values that the tags do not accept.
	 * @param values the values, in the order of the tag keys
	 * @return the values to count under
	 */
	List<String> admit(@Nullable String[] values) {
		List<String> admitted = new ArrayList<>(this.tags.size());
		for (int i = 0; i < values.length; i++) {
			admitted.add(this.tags.get(i).admit(values[i]));
		}
		return admitted;
	}

	/**
	 * Whether there is a series with exactly these values.
	 */
	boolean holds(List<String> admitted) {
		return this.series.containsKey(admitted);
	}

	M get(List<String> admitted) {
		M known = this.series.get(admitted);
		return (known != null) ? known : register(admitted);
	}

	private synchronized M register(List<String> key) {
		M known = this.series.get(key);
		if (known != null) {
			return known;
		}
		List<String> bounded = key;
		if (this.series.size() >= this.max && !key.isEmpty()) {
			this.rejections.collapsed(this.id.name(), "all");
			this.rejections.warnOnce(this.id.name(), "all",
					"has reached its limit of {} series; further ones are counted under 'other'", this.max);
			bounded = key.stream().map((value) -> BusinessMetrics.OTHER).toList();
			known = this.series.get(bounded);
			if (known != null) {
				return known;
			}
		}
		Tags meterTags = Tags.empty();
		for (int i = 0; i < bounded.size(); i++) {
			meterTags = meterTags.and(this.id.tagKeys().get(i), bounded.get(i));
		}
		M meter = this.factory.apply(meterTags);
		this.series.put(List.copyOf(bounded), meter);
		return meter;
	}

}
