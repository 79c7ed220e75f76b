package io.github.observability;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Map that drops its eldest entry once it is full. It is not safe for use by several
 * threads at once.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {

	private static final long serialVersionUID = 1L;

	/** Number of entries above which the eldest is dropped. */
	private final int maxSize;

	private BoundedMap(int maxSize, boolean accessOrder) {
		super(16, 0.75f, accessOrder);
		this.maxSize = maxSize;
	}

	/**
	 * Create a map that drops the entry that was added first.
	 * @param maxSize the number of entries it holds at most
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 * @return a map
	 */
	public static <K, V> BoundedMap<K, V> droppingOldest(int maxSize) {
		return new BoundedMap<>(maxSize, false);
	}

	/**
	 * Create a map that drops the entry that has not been used for the longest time.
	 * @param maxSize the number of entries it holds at most
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 * @return a map
	 */
	public static <K, V> BoundedMap<K, V> droppingLeastRecentlyUsed(int maxSize) {
		return new BoundedMap<>(maxSize, true);
	}

	@Override
	protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
		return size() > this.maxSize;
	}

}
