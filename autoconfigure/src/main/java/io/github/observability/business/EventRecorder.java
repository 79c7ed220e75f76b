package io.github.observability.business;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Records what occurs: now, or after the commit. Nothing that fails here reaches the
 * business.
 */
final class EventRecorder {

	private final MeterRegistry registry;

	private final CommitBoundary commits;

	private final SeenKeys seenKeys;

	private final Rejections rejections;

	private final EventSpan span;

	private final boolean lines;

	EventRecorder(MeterRegistry registry, BusinessProperties properties, CommitBoundary commits, EventSpan span,
			Rejections rejections) {
		this.registry = registry;
		this.commits = commits;
		this.seenKeys = new SeenKeys(registry.config().clock(), properties.idempotency().window(),
				properties.idempotency().maxKeys());
		this.rejections = rejections;
		this.span = span;
		this.lines = properties.eventLines();
	}

	/**
	 * Add to a counter, and nothing else.
	 */
	void add(String meter, Counter counter, double value) {
		if (this.commits.isOpen()) {
			this.commits.afterCommit(new Addition(this, meter, counter, value));
		}
		else {
			addNow(meter, counter, value);
		}
	}

	void record(PendingRecording recording) {
		if (this.commits.isOpen()) {
			this.commits.afterCommit(recording);
		}
		else {
			recording.record();
		}
	}

	private void addNow(String meter, Counter counter, double value) {
		if (isExact(counter, value)) {
			counter.increment(value);
		}
		else {
			reject(meter, Rejection.OVERFLOW, value);
		}
	}

	private static boolean isExact(Counter counter, double value) {
		return value == 1 || counter.count() + value <= Amounts.MAX_EXACT;
	}

	void write(Occurrence occurrence) {
		Counter amount = occurrence.amount();
		if (occurrence.key() != null && !this.seenKeys.add(occurrence.meter(), occurrence.key())) {
			BusinessMeter.REPEATED.counter(this.registry, occurrence.meter()).increment();
			return;
		}
		if (amount != null && !isExact(amount, occurrence.minorUnits())) {
			reject(occurrence.meter(), Rejection.OVERFLOW, occurrence.minorUnits());
			return;
		}
		occurrence.events().increment();
		if (amount != null) {
			amount.increment(occurrence.minorUnits());
		}
		tell(occurrence);
	}

	private void tell(Occurrence occurrence) {
		try {
			this.span.put(occurrence);
			if (this.lines) {
				EventLines.write(occurrence);
			}
		}
		catch (RuntimeException ex) {
			// It is counted already; only the span or the line lacks it.
			this.rejections.warnOnce(occurrence.meter(), "trail", "could not put an event on its span or line", ex);
		}
	}

	void reject(String meter, Rejection reason, Object value) {
		this.rejections.reject(meter, reason, value);
	}

	/**
	 * Tell of what was thrown while something was recorded.
	 * @param meter the name of the business meter
	 * @param ex what was thrown
	 * @throws UndeclaredException if it is one, which strict mode wants to be seen
	 */
	void rejected(String meter, RuntimeException ex) {
		if (ex instanceof UndeclaredException undeclared) {
			throw undeclared;
		}
		if (ex instanceof RejectedException rejected) {
			this.rejections.reject(meter, rejected.reason(), rejected.value());
		}
		else {
			this.rejections.reject(meter, Rejection.FAULT, ex);
		}
	}

	private record Addition(EventRecorder recorder, String meter, Counter counter,
			double value) implements PendingRecording {

		@Override
		public void record() {
			this.recorder.addNow(this.meter, this.counter, this.value);
		}

	}

}
