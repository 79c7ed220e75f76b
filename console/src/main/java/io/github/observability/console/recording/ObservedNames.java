package io.github.observability.console.recording;

import java.util.Map;
import java.util.Set;

import io.github.observability.BoundedMap;
import io.github.observability.ObservationSpan;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.Span;
import org.jspecify.annotations.Nullable;

/**
 * {@link ObservationHandler} that remembers which spans belong to observations with an
 * objective: a span does not have the name of its observation.
 */
public final class ObservedNames implements ObservationHandler<Observation.Context> {

	private static final int MAX_NAMES = 10_000;

	private final Set<String> watched;

	private final Map<String, String> names = BoundedMap.droppingOldest(MAX_NAMES);

	public ObservedNames(Set<String> watched) {
		this.watched = watched;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return !this.watched.isEmpty();
	}

	@Override
	public void onStop(Observation.Context context) {
		String name = context.getName();
		Span span = (name != null && this.watched.contains(name)) ? ObservationSpan.of(context) : null;
		if (name != null && span != null) {
			synchronized (this.names) {
				this.names.put(span.context().spanId(), name);
			}
		}
	}

	@Nullable String of(String spanId) {
		synchronized (this.names) {
			return this.names.get(spanId);
		}
	}

}
