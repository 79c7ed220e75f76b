package io.github.observability.business;

import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;

/**
 * An event of {@link BusinessEvents} on its way to be recorded.
 *
 * @param recorder what records it
 * @param kind what kind of event it is
 * @param events the counter of the event
 * @param amount the counter of its amount, if it has one
 * @param minorUnits its amount
 * @param key the key that counts once, if it has one
 */
record Occurrence(EventRecorder recorder, EventKind kind, Counter events, @Nullable Counter amount, long minorUnits,
		@Nullable String key) implements PendingRecording {

	@Override
	public String meter() {
		return this.kind.name();
	}

	@Override
	public void record() {
		this.recorder.write(this);
	}

	/** ISO 4217 code of the amount. */
	@Nullable String currency() {
		return (this.amount != null) ? this.amount.getId().getTag(BusinessTag.CURRENCY.asString()) : null;
	}

}
