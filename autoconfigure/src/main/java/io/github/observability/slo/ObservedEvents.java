package io.github.observability.slo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.observability.HttpNames;
import io.github.observability.golden.RequestCounter;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Finds the counter for observations of one name. Counters are cached by exception and by
 * the tags that decide about an event, so that finding one takes one lookup each and
 * allocates nothing.
 */
final class ObservedEvents {

	/** Far more than the statuses and exceptions of one operation. */
	private static final int MAX_CACHED = 1_000;

	private final String name;

	private final SloEvents events;

	private final boolean timed;

	private final String[] tags;

	private final HttpNames names;

	private final Node failed = new Node();

	private final Node succeeded = new Node();

	private final AtomicInteger cached = new AtomicInteger();

	ObservedEvents(String name, SloEvents events) {
		this.name = name;
		this.events = events;
		this.timed = events.isTimed(name);
		this.names = HttpNames.of(name);
		List<String> tags = new ArrayList<>(List.of(this.names.exception(), this.names.status(), HttpNames.OUTCOME));
		tags.addAll(events.tags(name));
		this.tags = tags.stream().distinct().toArray(String[]::new);
	}

	boolean isTimed() {
		return this.timed;
	}

	RequestCounter counter(Observation.Context context) {
		boolean failed = this.events.isFailure(context);
		Throwable error = context.getError();
		String exception = (error != null) ? error.getClass().getSimpleName() : KeyValue.NONE_VALUE;
		Node node = (failed ? this.failed : this.succeeded).child(exception);
		for (int i = 0; i < this.tags.length && node != null; i++) {
			node = node.child(value(context, this.tags[i]));
		}
		RequestCounter counter = (node != null) ? node.counter : null;
		return (counter != null) ? counter : find(context, exception, failed);
	}

	private RequestCounter find(Observation.Context context, String exception, boolean failed) {
		RequestCounter counter = this.events.counter(this.name,
				EventEnd.of(context.getLowCardinalityKeyValues(), exception, failed, this.names));
		if (this.cached.get() < MAX_CACHED) {
			Node node = (failed ? this.failed : this.succeeded).addChild(exception);
			for (String tag : this.tags) {
				node = node.addChild(value(context, tag));
			}
			if (node.counter == null) {
				this.cached.incrementAndGet();
			}
			node.counter = counter;
		}
		return counter;
	}

	private static String value(Observation.Context context, String key) {
		KeyValue keyValue = context.getLowCardinalityKeyValue(key);
		return (keyValue != null) ? keyValue.getValue() : KeyValue.NONE_VALUE;
	}

	/**
	 * Counters by the value of one key.
	 */
	private static final class Node {

		private final Map<String, Node> children = new ConcurrentHashMap<>();

		private volatile @Nullable RequestCounter counter;

		@Nullable Node child(String value) {
			return this.children.get(value);
		}

		Node addChild(String value) {
			return this.children.computeIfAbsent(value, (key) -> new Node());
		}

	}

}
