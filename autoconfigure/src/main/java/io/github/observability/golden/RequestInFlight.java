package io.github.observability.golden;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Clock;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one request from its start to its end. Threads hand it on; that it ends
 * is decided by one of them.
 */
final class RequestInFlight {

	/** Age of what has not happened. */
	static final long NONE = -1;

	private static final int NEW = 0;

	private static final int STARTED = 1;

	private static final int ENDED = 2;

	private static final AtomicIntegerFieldUpdater<RequestInFlight> STATE = AtomicIntegerFieldUpdater
		.newUpdater(RequestInFlight.class, "state");

	private static final AtomicReferenceFieldUpdater<RequestInFlight, LongRunningRequests.@Nullable Start> START = AtomicReferenceFieldUpdater
		.newUpdater(RequestInFlight.class, LongRunningRequests.Start.class, "start");

	private volatile int state = NEW;

	private @Nullable Clock clock;

	private long startNanos;

	private @Nullable LongAdder ofMethod;

	private volatile LongRunningRequests.@Nullable Start start;

	private volatile boolean stream;

	private volatile long firstByteAge = NONE;

	private volatile @Nullable UnusualEnd unusualEnd;

	/**
	 * Return what is kept of a request, where its context has no room of its own for it.
	 */
	static @Nullable RequestInFlight of(Observation.Context context) {
		return context.get(RequestInFlight.class);
	}

	void start(Clock clock, LongAdder ofMethod) {
		this.clock = clock;
		this.startNanos = clock.monotonicTime();
		this.ofMethod = ofMethod;
		ofMethod.increment();
		this.state = STARTED;
	}

	/**
	 * Have the request counted while it lasts.
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
	 * Note that the answer is a stream, which lasts as long as its reader wishes.
	 */
	void becomeStream() {
		if (!this.stream) {
			this.stream = true;
			forgetStart();
		}
	}

	private void forgetStart() {
		LongRunningRequests.Start start = START.getAndSet(this, null);
		if (start != null) {
			start.forget();
		}
	}

	/**
	 * Note that so many bytes or characters of the answer are written, of which the first
	 * one matters if it is a stream.
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

	@Nullable UnusualEnd unusualEnd() {
		return this.unusualEnd;
	}

	void endUnusually(UnusualEnd unusualEnd) {
		this.unusualEnd = unusualEnd;
	}

}
