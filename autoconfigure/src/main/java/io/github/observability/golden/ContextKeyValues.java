package io.github.observability.golden;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * Key-values of one observation as its convention gives them. Micrometer's context puts
 * them into a map one by one and builds them anew each time they are asked for.
 */
final class ContextKeyValues {

	private static final AtomicReferenceFieldUpdater<ContextKeyValues, KeyValues> VALUES = AtomicReferenceFieldUpdater
		.newUpdater(ContextKeyValues.class, KeyValues.class, "values");

	private volatile KeyValues values = KeyValues.empty();

	KeyValues get() {
		return this.values;
	}

	@Nullable KeyValue get(String key) {
		for (KeyValue value : this.values) {
			if (value.getKey().equals(key)) {
				return value;
			}
		}
		return null;
	}

	void add(KeyValues added) {
		KeyValues current;
		KeyValues next;
		do {
			current = this.values;
			next = haveSameKeys(current, added) ? added : current.and(added);
		}
		while (!VALUES.compareAndSet(this, current, next));
	}

	void remove(String key) {
		KeyValues current;
		KeyValues next;
		do {
			current = this.values;
			next = KeyValues.of(current.stream().filter((value) -> !value.getKey().equals(key)).toList());
		}
		while (!VALUES.compareAndSet(this, current, next));
	}

	/**
	 * As when a convention is asked again at the end of an observation.
	 */
	private static boolean haveSameKeys(KeyValues some, KeyValues others) {
		Iterator<KeyValue> other = others.iterator();
		for (KeyValue value : some) {
			if (!other.hasNext() || !other.next().getKey().equals(value.getKey())) {
				return false;
			}
		}
		return !other.hasNext();
	}

}
