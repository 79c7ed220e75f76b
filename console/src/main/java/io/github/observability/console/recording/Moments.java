package io.github.observability.console.recording;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.observability.BoundedMap;
import io.github.observability.incidents.ChangeEvent;
import io.github.observability.incidents.ChangeType;
import io.github.observability.incidents.Incident;
import io.github.observability.incidents.IncidentListener;

/**
 * Notable moments of the run: the start, the first error of a kind, a resource that is
 * full, changes, and incidents.
 */
public final class Moments implements IncidentListener {

	private static final int MAX_MOMENTS = 200;

	private static final int MAX_KINDS = 500;

	/** A resource counts as full from here on, and as free again below the second. */
	private static final double FULL = 0.99;

	private static final double FREE = 0.8;

	private final Map<Integer, Moment> moments = BoundedMap.droppingOldest(MAX_MOMENTS);

	private final Map<String, Boolean> errors = BoundedMap.droppingOldest(MAX_KINDS);

	private final Set<String> full = new HashSet<>();

	private int next;

	public synchronized void add(long millis, String kind, String text) {
		this.moments.put(this.next++, new Moment(millis, kind, text));
	}

	void error(RecordedLine line) {
		RecordedFailure exception = line.exception();
		if (exception == null || !line.level().equals("ERROR")) {
			return;
		}
		boolean first;
		synchronized (this) {
			first = this.errors.put(exception.hash(), true) == null;
		}
		if (first) {
			String type = exception.type();
			add(line.millis(), "error", "First " + type.substring(type.lastIndexOf('.') + 1));
		}
	}

	void saturation(SignalRecorder.Point point) {
		point.saturation().forEach((resource, ratio) -> {
			if (ratio >= FULL && this.full.add(resource)) {
				add(point.t(), "full", resource + " is full");
			}
			else if (ratio < FREE) {
				this.full.remove(resource);
			}
		});
	}

	@Override
	public void changed(ChangeEvent change) {
		// The console notes the start itself, and the first error of a kind.
		if (change.type() != ChangeType.START && change.type() != ChangeType.NEW_EXCEPTION) {
			add(change.time().toEpochMilli(), "change", change.describe());
		}
	}

	@Override
	public void opened(Incident incident) {
		add(incident.begin().toEpochMilli(), "incident", "Incident " + incident.id() + " opened" + first(incident));
	}

	@Override
	public void closed(Incident incident) {
		Instant end = (incident.end() != null) ? incident.end() : incident.begin();
		add(end.toEpochMilli(), "incident", "Incident " + incident.id() + " closed");
	}

	private static String first(Incident incident) {
		return incident.suspects().isEmpty() ? "" : "; first to look at: " + incident.suspects().get(0).subject();
	}

	public synchronized List<Moment> all() {
		return new ArrayList<>(this.moments.values());
	}

	/**
	 * A moment.
	 *
	 * @param t the time, milliseconds since the epoch
	 * @param kind start, error, full, change or incident
	 * @param text what happened
	 */
	public record Moment(long t, String kind, String text) {

	}

}
