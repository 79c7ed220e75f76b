package io.github.observability.testing;

import java.time.Duration;

import io.micrometer.core.instrument.search.MeterNotFoundException;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has Awaitility look at once and then soon again. By default each wait takes a tenth of
 * a second, however soon the condition holds.
 */
public final class QuickAwaits implements BeforeAllCallback {

	private static final Duration FIRST = Duration.ofMillis(5);

	private static final Duration LONGEST = Duration.ofMillis(100);

	static {
		// A look may come before a meter is there.
		Awaitility.ignoreExceptionByDefault(MeterNotFoundException.class);
		Awaitility.setDefaultPollDelay(Duration.ZERO);
		Awaitility.setDefaultPollInterval(IterativePollInterval.iterative(QuickAwaits::next, FIRST));
	}

	private static Duration next(Duration before) {
		Duration doubled = before.multipliedBy(2);
		return (doubled.compareTo(LONGEST) < 0) ? doubled : LONGEST;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		// Set for the whole virtual machine when this class is loaded.
	}

}
