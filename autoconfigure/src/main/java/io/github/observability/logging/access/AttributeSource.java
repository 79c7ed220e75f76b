package io.github.observability.logging.access;

import java.util.function.BiConsumer;

/**
 * Event that names its key-value pairs one by one, so that no list of pairs is built for
 * each of them.
 */
public interface AttributeSource {

	/**
	 * Name the key-value pairs of the event.
	 * @param consumer takes each key and its value
	 */
	void forEachAttribute(BiConsumer<String, Object> consumer);

}
