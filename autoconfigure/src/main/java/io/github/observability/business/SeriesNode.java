package io.github.observability.business;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Series by their tag values, one level for each tag, so that to find one makes no
 * object.
 *
 * @param <M> the type of meter
 */
final class SeriesNode<M> {

	private final Map<String, SeriesNode<M>> children = new ConcurrentHashMap<>();

	private volatile @Nullable M meter;

	@Nullable SeriesNode<M> child(@Nullable String value) {
		return (value != null) ? this.children.get(value) : null;
	}

	@Nullable M meter() {
		return this.meter;
	}

	void put(String[] values, M meter) {
		SeriesNode<M> node = this;
		for (String value : values) {
			node = node.children.computeIfAbsent(value, (key) -> new SeriesNode<>());
		}
		node.meter = meter;
	}

}
