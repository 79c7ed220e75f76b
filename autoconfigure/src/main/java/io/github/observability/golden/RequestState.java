package io.github.observability.golden;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Clock;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * State of one request from its start to its end. Several threads may use it; exactly one
 * of them ends the request.
 */
final class RequestState {

	/** Age of an event that has not happened. */
	static final long NONE = -1;

	private static final int NEW = 0;

	private static final int STARTED = 1;

	private static final int ENDED = 2;

	private static final AtomicIntegerFieldUpdater<RequestState> STATE = AtomicIntegerFieldUpdater
		.newUpdater(RequestState.class, "state");

	private static final AtomicReferenceFieldUpdater<RequestState, LongRunningRequests.@Nullable Start> START = AtomicReferenceFieldUpdater
		.newUpdater(RequestState.class, LongRunningRequests.Start.class, "start");

	private volatile int state = NEW;

	private @Nullable Clock clock;

	private long startNanos;

	private @Nullable LongAdder ofMethod;

	private volatile LongRunningRequests.@Nullable Start start;

	private volatile boolean stream;

	private volatile long firstByteAge = NONE;

	private volatile @Nullable OutcomeOverride outcomeOverride;

	/**
	 * Return the state of a request whose context keeps it in its map.
	 */
	static @Nullable RequestState of(Observation.Context context) {
		return context.get(RequestState.class);
	}

	void start(Clock clock, LongAdder ofMethod) {
		this.clock = clock;
		this.startNanos = clock.monotonicTime();
		this.ofMethod = ofMethod;
		ofMethod.increment();
		this.state = STARTED;
	}

	/**
	 * Count the request as long-running once it lasts longer than the threshold.
	 */
	void countAmong(LongRunningRequests requests) {
		this.start = requests.start(this.startNanos);
	}

	/**
	 * End the request, unless it has ended or never started.
	 * @return whether it ends now
	 */
	boolean end() {
		if (!STATE.compareAndSet(this, STARTED, ENDED)) {
			return false;
		}
		LongAdder ofMethod = this.ofMethod;
		if (ofMethod != null) {
			ofMethod.decrement();
		}
		forgetStart();
		return true;
	}

	/**
	 * Return the time since the start.
	 * @return the time in nanoseconds
	 */
	long age() {
		Clock clock = this.clock;
		return (clock != null) ? Math.max(0, clock.monotonicTime() - this.startNanos) : 0;
	}

	boolean isStream() {
		return this.stream;
	}

	/**
	 * Mark the response as a stream, which lasts as long as its reader wants.
	 */
	void becomeStream() {
		if (!this.stream) {
			this.stream = true;
			forgetStart();
		}
	}

	/**
	 * Mark the response as an ordinary one after all.
	 */
	void becomeResponse() {
		this.stream = false;
	}

	private void forgetStart() {
		LongRunningRequests.Start start = START.getAndSet(this, null);
		if (start != null) {
			start.forget();
		}
	}

	/**
	 * Report written bytes or characters of the response. The first one matters if the
	 * response is a stream.
	 */
	void writes(int count) {
		if (count > 0 && this.stream) {
			writesFirstByte();
		}
	}

	void writesFirstByte() {
		if (this.firstByteAge == NONE) {
			this.firstByteAge = age();
		}
	}

	long firstByteAge() {
		return this.firstByteAge;
	}

	@Nullable OutcomeOverride outcomeOverride() {
		return this.outcomeOverride;
	}

	void overrideOutcome(OutcomeOverride outcomeOverride) {
		this.outcomeOverride = outcomeOverride;
	}

}
