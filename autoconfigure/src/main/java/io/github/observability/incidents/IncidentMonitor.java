package io.github.observability.incidents;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.observability.DaemonScheduler;
import io.github.observability.LogOnce;
import io.github.observability.incidents.detection.SeriesDetector;
import io.github.observability.incidents.signal.Series;
import io.github.observability.incidents.signal.SignalReader;
import io.github.observability.incidents.signal.Subject;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Reads the signals every ten seconds, lets the detectors judge them, and opens and
 * closes incidents. Everything happens on one thread of its own.
 */
final class IncidentMonitor implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(IncidentMonitor.class);

	private static final Duration PERIOD = Duration.ofSeconds(SeriesDetector.STEP_SECONDS);

	/** Steps of a setback of the clock below which numbering continues. */
	private static final int SMALL_SETBACK = 30;

	/** Steps between two rankings of the suspects of an open incident. */
	private static final int RANKED_EVERY = 6;

	/** Steps between two writes of the state file. */
	private static final int SAVED_EVERY = 60;

	private final SignalReader reader;

	private final Changes changes;

	private final HealthStates health;

	private final Grouping grouping;

	private final SuspectRanking ranking;

	private final List<IncidentListener> listeners;

	private final @Nullable StateFile stateFile;

	private final String version;

	private final LongSupplier millis;

	private final LongSupplier nanos;

	private final int maxRecent;

	private final MonitorMeters meters;

	private final Deque<Incident> recent = new ArrayDeque<>();

	private final LogOnce listenerFault = new LogOnce(logger);

	private final DaemonScheduler scheduler = new DaemonScheduler("observability-incidents");

	private long lastStep = Long.MIN_VALUE;

	private long lastNanos;

	private long steps;

	private volatile List<Incident> now = List.of();

	IncidentMonitor(Parts parts, MeterRegistry registry, LongSupplier millis, LongSupplier nanos, int maxRecent,
			IncidentsProperties.SignalMeters signalMeters) {
		this.reader = parts.reader();
		this.changes = parts.changes();
		this.health = parts.health();
		this.grouping = parts.grouping();
		this.ranking = parts.ranking();
		this.listeners = parts.listeners();
		this.stateFile = parts.stateFile();
		this.version = parts.version();
		this.millis = millis;
		this.nanos = nanos;
		this.maxRecent = maxRecent;
		this.meters = new MonitorMeters(registry, signalMeters, this.reader, () -> this.now.size());
	}

	@Override
	public void start() {
		if (isRunning()) {
			return;
		}
		restore();
		this.scheduler.start(this::step, PERIOD, PERIOD);
	}

	/**
	 * Take over what an earlier run has learned, and report the start.
	 */
	void restore() {
		StateFile.State state = (this.stateFile != null) ? this.stateFile.read() : null;
		if (state != null) {
			state.series().forEach(this.reader::restore);
		}
		if (state != null && !state.version().isEmpty() && !this.version.isEmpty()
				&& !state.version().equals(this.version)) {
			this.changes.add(ChangeType.DEPLOY, "of the application", state.version(), this.version);
		}
		else {
			this.changes.add(ChangeType.START, "of the application", null, null);
		}
	}

	@Override
	public void stop() {
		this.scheduler.stop();
		save();
	}

	private synchronized void save() {
		if (this.stateFile != null && this.steps > 0) {
			this.stateFile.write(this.version, this.reader.series());
		}
	}

	@Override
	public boolean isRunning() {
		return this.scheduler.isRunning();
	}

	/**
	 * Read and judge the signals once.
	 */
	synchronized void step() {
		long nanosNow = this.nanos.getAsLong();
		double seconds = (this.steps == 0) ? SeriesDetector.STEP_SECONDS
				: (nanosNow - this.lastNanos) / (double) TimeUnit.SECONDS.toNanos(1);
		long step = nextStep();
		if (seconds <= 0) {
			return;
		}
		this.lastNanos = nanosNow;
		this.lastStep = step;
		this.steps++;
		for (ChangeEvent change : this.changes.takeOver()) {
			this.meters.changed(change);
			tell((listener) -> listener.changed(change));
		}
		this.reader.read(step, seconds);
		group(step);
		settle(step);
		if (this.steps % SAVED_EVERY == 0) {
			save();
		}
	}

	/**
	 * Continues numbering if the clock is set back a little, because detectors forget
	 * what they learned at a step that is not after the last one.
	 */
	private long nextStep() {
		long step = Math.floorDiv(this.millis.getAsLong(), PERIOD.toMillis());
		boolean setBack = step <= this.lastStep && step > this.lastStep - SMALL_SETBACK;
		return setBack ? this.lastStep + 1 : step;
	}

	private void group(long step) {
		this.grouping.anomalous(
				this.reader.series().stream().filter((series) -> series.detector().isAnomalous()).toList(), step);
		this.meters.show(this.reader.series());
		this.reader.burning()
			.forEach((name, share) -> this.grouping.event("error budget burn of " + name,
					new Subject(Subject.Type.OBJECTIVE, name), Double.NaN, share, step));
		this.health.down()
			.forEach((name) -> this.grouping.event("health of " + name, new Subject(Subject.Type.HEALTH, name), 1, 0,
					step));
	}

	private void settle(long step) {
		for (Group group : this.grouping.close(step)) {
			if (group.isOpened()) {
				close(group);
			}
		}
		List<Incident> open = new ArrayList<>();
		for (Group group : this.grouping.open()) {
			boolean opens = !group.isOpened() && group.isIncident();
			if (opens || (group.isOpened() && step % RANKED_EVERY == 0)) {
				group.suspects(this.ranking.rank(group, candidates(group), this.changes.events(),
						this.reader.resources(), step));
			}
			if (opens) {
				group.open();
				Incident incident = group.incident(true, StepTime.WALL_CLOCK);
				this.meters.opened(incident);
				tell((listener) -> listener.opened(incident));
			}
			if (group.isOpened()) {
				open.add(group.incident(true, StepTime.WALL_CLOCK));
			}
		}
		this.now = List.copyOf(open);
	}

	/**
	 * Leaves out the signals whose subject belongs to another incident, which they
	 * explain.
	 */
	private List<Series> candidates(Group group) {
		Set<Subject> others = this.grouping.subjectsOfOthers(group);
		return this.reader.series().stream().filter((series) -> !others.contains(series.subject())).toList();
	}

	private void close(Group group) {
		Incident incident = group.incident(false, StepTime.WALL_CLOCK);
		synchronized (this.recent) {
			if (this.recent.size() == this.maxRecent) {
				this.recent.removeLast();
			}
			this.recent.addFirst(incident);
		}
		tell((listener) -> listener.closed(incident));
	}

	private void tell(Consumer<IncidentListener> message) {
		for (IncidentListener listener : this.listeners) {
			try {
				message.accept(listener);
			}
			catch (RuntimeException ex) {
				this.listenerFault.warn("{} failed and misses an incident or a change", listener.getClass().getName(),
						ex);
			}
		}
	}

	/**
	 * Return the open incidents.
	 * @return the incidents
	 */
	List<Incident> now() {
		return this.now;
	}

	/**
	 * Return the closed incidents, the last one first.
	 * @return the incidents
	 */
	List<Incident> recent() {
		synchronized (this.recent) {
			return List.copyOf(this.recent);
		}
	}

	List<ChangeEvent> changes() {
		return this.changes.events();
	}

	/**
	 * Return the types of changes that there were since the start, in lower case.
	 * @return the types
	 */
	Set<String> reported() {
		return this.meters.reported();
	}

	/**
	 * What the monitor works with.
	 *
	 * @param reader reads the signals
	 * @param changes the changes
	 * @param health what the application says about its health
	 * @param grouping groups anomalies
	 * @param ranking ranks suspects
	 * @param listeners are notified
	 * @param stateFile keeps the baselines, {@code null} if nothing keeps them
	 * @param version the version of the application, empty if unknown
	 */
	record Parts(SignalReader reader, Changes changes, HealthStates health, Grouping grouping, SuspectRanking ranking,
			List<IncidentListener> listeners, @Nullable StateFile stateFile, String version) {

	}

}
