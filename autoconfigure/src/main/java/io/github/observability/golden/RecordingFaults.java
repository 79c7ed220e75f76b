package io.github.observability.golden;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults of what records requests, a convention or filter of the application for example.
 * They are counted and said once; the request goes on.
 */
final class RecordingFaults {

	private static final Logger logger = LoggerFactory.getLogger(RecordingFaults.class);

	private final LongAdder count = new LongAdder();

	private final AtomicBoolean said = new AtomicBoolean();

	void report(@Nullable String observation, Throwable fault) {
		this.count.increment();
		if (this.said.compareAndSet(false, true)) {
			logger.warn("A request could not be recorded as '{}'; this is said once, '{}' counts on", observation,
					GoldenMeter.DROPPED.getName(), fault);
		}
	}

	double count() {
		return this.count.sum();
	}

}
