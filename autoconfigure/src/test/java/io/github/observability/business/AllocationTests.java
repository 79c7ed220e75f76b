package io.github.observability.business;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * To count outside a transaction makes no object; the values of the tags are the
 * caller's.
 */
class AllocationTests {

	private static final int CALLS = 10_000;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@Test
	void countsWithoutAllocating() {
		BusinessCounter rides = Business.on(new SimpleMeterRegistry())
			.metrics()
			.counter("rides", "Rides", "city", "segment");
		String[] values = { "berlin", "new" };
		count(rides, values);
		long before = this.threads.getCurrentThreadAllocatedBytes();
		count(rides, values);
		long allocated = this.threads.getCurrentThreadAllocatedBytes() - before;
		assertThat(allocated).isLessThan(CALLS);
	}

	private static void count(BusinessCounter counter, String[] values) {
		for (int i = 0; i < CALLS; i++) {
			counter.increment(values);
		}
	}

}
