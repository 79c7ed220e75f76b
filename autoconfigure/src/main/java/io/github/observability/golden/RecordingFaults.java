package io.github.observability.golden;

import java.util.concurrent.atomic.LongAdder;

import io.github.observability.LogOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts requests that could not be recorded, because a convention or filter of the
 * application threw an exception for example. The request itself goes on.
 */
final class RecordingFaults {

	private static final Logger logger = LoggerFactory.getLogger(RecordingFaults.class);

	private final LongAdder count = new LongAdder();

	private final LogOnce warning = new LogOnce(logger);

	void report(@Nullable String observation, Throwable fault) {
		this.count.increment();
		this.warning.warn("A request could not be recorded as '{}'; further ones are counted by '{}' and not logged",
				observation, GoldenMeter.DROPPED.getName(), fault);
	}

	double count() {
		return this.count.sum();
	}

}
