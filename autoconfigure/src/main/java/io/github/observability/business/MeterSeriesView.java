package io.github.observability.business;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The series of a business meter by the keys of one declaration in code, in the order of
 * that declaration. Finding a known series takes one lookup per tag and allocates
 * nothing.
 *
 * @param <M> the type of meter
 */
final class MeterSeriesView<M> {

	private final MeterSeries<M> series;

	private final List<String> keys;

	/** For each key of the meter its index among the given values, or -1. */
	private final int[] places;

	private final boolean complete;

	private final RejectionLog rejections;

	private final Node<M> known = new Node<>();

	MeterSeriesView(MeterSeries<M> series, List<String> keys, RejectionLog rejections) {
		this.series = series;
		this.keys = keys;
		this.places = series.id().tagKeys().stream().mapToInt(keys::indexOf).toArray();
		this.complete = series.id().tagKeys().containsAll(keys);
		this.rejections = rejections;
	}

	String name() {
		return this.series.id().name();
	}

	/**
	 * Return the series for values.
	 * @param values the values of the keys, in their order
	 * @param last the value of the last key, if it is not among the values
	 * @return the series
	 * @throws IllegalArgumentException in strict mode if a value was not declared
	 */
	M get(@Nullable String @Nullable [] values, @Nullable String last) {
		M meter = (values != null) ? find(values, last) : null;
		return (meter != null) ? meter : resolve(values, last);
	}

	private @Nullable M find(@Nullable String[] values, @Nullable String last) {
		if (values.length + ((last != null) ? 1 : 0) != this.keys.size()) {
			return null;
		}
		Node<M> node = this.known;
		for (int i = 0; i < values.length && node != null; i++) {
			node = node.child(values[i]);
		}
		if (last != null && node != null) {
			node = node.child(last);
		}
		return (node != null) ? node.meter() : null;
	}

	private M resolve(@Nullable String @Nullable [] values, @Nullable String last) {
		@Nullable String[] none = new String[0];
		@Nullable String[] given = all((values != null) ? values : none, last);
		@Nullable String[] ordered = new String[this.places.length];
		for (int i = 0; i < ordered.length; i++) {
			ordered[i] = (this.places[i] >= 0) ? given[this.places[i]] : null;
		}
		List<String> admitted = this.series.admit(ordered);
		M meter = this.series.get(admitted);
		// What was collapsed is not bounded, so it is not cached.
		if (this.complete && Arrays.asList(ordered).equals(admitted) && this.series.holds(admitted)) {
			this.known.put(given(given), meter);
		}
		return meter;
	}

	private static String[] given(@Nullable String[] given) {
		return Arrays.stream(given).map(String::valueOf).toArray(String[]::new);
	}

	/**
	 * Return one value per key. A missing value is null, surplus values are ignored.
	 */
	private @Nullable String[] all(@Nullable String[] values, @Nullable String last) {
		int expected = this.keys.size() - ((last != null) ? 1 : 0);
		if (values.length != expected) {
			this.rejections.warnOnce(name(), "number", "declares the tags {} but received a different number of values",
					this.keys);
		}
		@Nullable String[] given = new String[this.keys.size()];
		for (int i = 0; i < expected && i < values.length; i++) {
			given[i] = values[i];
			if (values[i] == null) {
				this.rejections.reject(name(), Rejection.NULL_TAG, this.keys.get(i));
			}
		}
		if (last != null) {
			given[expected] = last;
		}
		return given;
	}

	/**
	 * Series by tag value, one level per tag, so that a lookup allocates nothing.
	 *
	 * @param <M> the type of meter
	 */
	private static final class Node<M> {

		private final Map<String, Node<M>> children = new ConcurrentHashMap<>();

		private volatile @Nullable M meter;

		@Nullable Node<M> child(@Nullable String value) {
			return (value != null) ? this.children.get(value) : null;
		}

		@Nullable M meter() {
			return this.meter;
		}

		void put(String[] values, M meter) {
			Node<M> node = this;
			for (String value : values) {
				node = node.children.computeIfAbsent(value, (key) -> new Node<>());
			}
			node.meter = meter;
		}

	}

}
