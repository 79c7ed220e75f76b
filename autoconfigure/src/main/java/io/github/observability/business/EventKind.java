package io.github.observability.business;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A kind of event, with the names that its span attributes and log fields have.
 *
 * @param name the name of the business meter
 * @param spanKey the attribute that tells that it occurred
 * @param spanKeys the attribute of each tag key
 * @param fieldKeys the log field of each tag key
 */
record EventKind(String name, String spanKey, Map<String, String> spanKeys, Map<String, String> fieldKeys) {

	private static final String PREFIX = "business.";

	static EventKind of(String name, List<String> tagKeys) {
		return new EventKind(name, PREFIX + name, prefixed(PREFIX + name + ".", tagKeys),
				prefixed(PREFIX + "tags.", tagKeys));
	}

	private static Map<String, String> prefixed(String prefix, List<String> tagKeys) {
		return tagKeys.stream().collect(Collectors.toUnmodifiableMap((key) -> key, (key) -> prefix + key));
	}

}
