package io.github.observability.business;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Compares groups on a schedule, on a thread of its own that is there only if something
 * is to be compared.
 */
final class GroupComparisons implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(GroupComparisons.class);

	private final Map<String, GroupComparison> comparisons = new TreeMap<>();

	private final Duration interval;

	private @Nullable ScheduledExecutorService executor;

	GroupComparisons(MeterRegistry registry, BusinessProperties properties, MeterCatalog catalog) {
		this.interval = properties.outlierInterval();
		properties.outliers()
			.forEach((name, declaration) -> this.comparisons.put(name,
					new GroupComparison(name, declaration, this.interval, registry, catalog::counters)));
	}

	Map<String, GroupComparison> all() {
		return this.comparisons;
	}

	void compare() {
		for (GroupComparison comparison : this.comparisons.values()) {
			try {
				comparison.compare();
			}
			catch (RuntimeException ex) {
				logger.warn("Groups could not be compared", ex);
			}
		}
	}

	@Override
	public synchronized void start() {
		if (this.comparisons.isEmpty() || this.executor != null) {
			return;
		}
		ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "observability-business");
			thread.setDaemon(true);
			return thread;
		});
		executor.scheduleAtFixedRate(this::compare, this.interval.toMillis(), this.interval.toMillis(),
				TimeUnit.MILLISECONDS);
		this.executor = executor;
	}

	@Override
	public synchronized void stop() {
		ScheduledExecutorService executor = this.executor;
		if (executor != null) {
			executor.shutdownNow();
			this.executor = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.executor != null;
	}

}
