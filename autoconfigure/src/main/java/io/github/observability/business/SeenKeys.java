package io.github.observability.business;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.micrometer.core.instrument.Clock;

/**
 * Keys of the events that were counted within a window of time and number.
 */
final class SeenKeys {

	private final Clock clock;

	private final long windowNanos;

	private final int max;

	/** From the oldest to the newest. */
	private final Map<Key, Long> seen = new LinkedHashMap<>();

	SeenKeys(Clock clock, Duration window, int max) {
		this.clock = clock;
		this.windowNanos = window.toNanos();
		this.max = max;
	}

	/**
	 * Remember a key.
	 * @param meter the name of the business meter
	 * @param key the key of an event
	 * @return whether it was not seen within the window
	 */
	synchronized boolean add(String meter, String key) {
		long now = this.clock.monotonicTime();
		Iterator<Long> oldest = this.seen.values().iterator();
		while (oldest.hasNext() && now - oldest.next() >= this.windowNanos) {
			oldest.remove();
		}
		if (this.seen.putIfAbsent(new Key(meter, key), now) != null) {
			return false;
		}
		if (this.seen.size() > this.max) {
			Iterator<Key> first = this.seen.keySet().iterator();
			first.next();
			first.remove();
		}
		return true;
	}

	private record Key(String meter, String key) {

	}

}
