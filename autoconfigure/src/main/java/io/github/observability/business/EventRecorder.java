package io.github.observability.business;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Records events at once or after the commit. A failure to record never reaches the
 * application.
 */
final class EventRecorder {

	private final MeterRegistry registry;

	private final @Nullable CommitBoundary commits;

	private final DeduplicationWindow deduplication;

	private final RejectionLog rejections;

	private final EventSpan span;

	private final boolean lines;

	EventRecorder(MeterRegistry registry, BusinessProperties properties, @Nullable CommitBoundary commits,
			EventSpan span, RejectionLog rejections) {
		this.registry = registry;
		this.commits = commits;
		this.deduplication = new DeduplicationWindow(registry.config().clock(), properties.idempotency().window(),
				properties.idempotency().maxKeys());
		this.rejections = rejections;
		this.span = span;
		this.lines = properties.eventLines();
	}

	/**
	 * Add to a counter, without a span attribute or a log line.
	 * @param meter the name of the business meter
	 * @param counter the counter
	 * @param value what is added
	 * @param key the deduplication key, {@code null} without one
	 */
	void add(String meter, Counter counter, double value, @Nullable String key) {
		CommitBoundary commits = this.commits;
		if (commits != null && commits.isOpen()) {
			commits.afterCommit(new Addition(this, meter, counter, value, key));
		}
		else {
			addNow(meter, counter, value, key);
		}
	}

	void record(CommitBoundary.Recording recording) {
		CommitBoundary commits = this.commits;
		if (commits != null && commits.isOpen()) {
			commits.afterCommit(recording);
		}
		else {
			recording.run();
		}
	}

	private void addNow(String meter, Counter counter, double value, @Nullable String key) {
		if (isRepeated(meter, key)) {
			return;
		}
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

	void write(EventOccurrence occurrence) {
		Counter amount = occurrence.amount();
		if (isRepeated(occurrence.meter(), occurrence.key())) {
			return;
		}
		if (amount != null && !isExact(amount, occurrence.value())) {
			reject(occurrence.meter(), Rejection.OVERFLOW, occurrence.value());
			return;
		}
		occurrence.events().increment();
		if (amount != null) {
			amount.increment(occurrence.value());
		}
		publish(occurrence);
	}

	private boolean isRepeated(String meter, @Nullable String key) {
		if (key == null || this.deduplication.add(meter, key)) {
			return false;
		}
		BusinessMeter.REPEATED.counter(this.registry, meter).increment();
		return true;
	}

	private void publish(EventOccurrence occurrence) {
		try {
			this.span.put(occurrence);
			if (this.lines) {
				occurrence.log();
			}
		}
		catch (RuntimeException ex) {
			// The event is already counted.
			this.rejections.warnOnce(occurrence.meter(), "trail", "could not add an event to its span or log line", ex);
		}
	}

	void reject(String meter, Rejection reason, Object value) {
		this.rejections.reject(meter, reason, value);
	}

	/**
	 * Handle an exception thrown while an event was being recorded.
	 * @param meter the name of the business meter
	 * @param ex the exception
	 * @throws RejectedException if strict mode reports it to the caller
	 */
	void rejected(String meter, RuntimeException ex) {
		if (ex instanceof RejectedException rejected) {
			if (rejected.reason() == Rejection.UNDECLARED) {
				throw rejected;
			}
			this.rejections.reject(meter, rejected.reason(), rejected.value());
		}
		else {
			this.rejections.reject(meter, Rejection.FAULT, ex);
		}
	}

	private record Addition(EventRecorder recorder, String meter, Counter counter, double value,
			@Nullable String key) implements CommitBoundary.Recording {

		@Override
		public void run() {
			this.recorder.addNow(this.meter, this.counter, this.value, this.key);
		}

	}

}
