package io.github.observability.business;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;

import io.github.observability.BoundedMap;
import io.micrometer.core.instrument.Clock;

/**
 * Keys of recently counted events, bounded in time and number.
 */
final class DeduplicationWindow {

	private final Clock clock;

	private final long windowNanos;

	/** From the oldest to the newest. */
	private final Map<Key, Long> keys;

	DeduplicationWindow(Clock clock, Duration window, int maxKeys) {
		this.clock = clock;
		this.windowNanos = window.toNanos();
		this.keys = BoundedMap.droppingOldest(maxKeys);
	}

	/**
	 * Add a key.
	 * @param meter the name of the business meter
	 * @param key the key of an event
	 * @return whether the key is new within the window
	 */
	synchronized boolean add(String meter, String key) {
		long now = this.clock.monotonicTime();
		Iterator<Long> oldest = this.keys.values().iterator();
		while (oldest.hasNext() && now - oldest.next() >= this.windowNanos) {
			oldest.remove();
		}
		return this.keys.putIfAbsent(new Key(meter, key), now) == null;
	}

	private record Key(String meter, String key) {

	}

}
