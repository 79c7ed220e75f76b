package io.github.observability.business;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import io.github.observability.DaemonScheduler;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Compares groups on a schedule. Without a declared comparison there is no thread.
 */
final class OutlierMonitor implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(OutlierMonitor.class);

	private final Map<String, OutlierComparison> comparisons = new TreeMap<>();

	private final Duration interval;

	private final DaemonScheduler scheduler = new DaemonScheduler("observability-business");

	OutlierMonitor(MeterRegistry registry, BusinessProperties properties, MeterCatalog catalog) {
		this.interval = properties.outlierInterval();
		properties.outliers()
			.forEach((name, declaration) -> this.comparisons.put(name,
					new OutlierComparison(name, declaration, this.interval, registry, catalog::counters)));
	}

	Map<String, OutlierComparison> comparisons() {
		return this.comparisons;
	}

	/**
	 * Compare all groups. A comparison that fails does not keep the others from running.
	 */
	void compare() {
		for (OutlierComparison comparison : this.comparisons.values()) {
			try {
				comparison.compare();
			}
			catch (RuntimeException ex) {
				logger.warn("Cannot compare the groups of 'observability.business.outliers.{}'", comparison.name(), ex);
			}
		}
	}

	@Override
	public void start() {
		if (!this.comparisons.isEmpty()) {
			this.scheduler.start(this::compare, this.interval, this.interval);
		}
	}

	@Override
	public void stop() {
		this.scheduler.stop();
	}

	@Override
	public boolean isRunning() {
		return this.scheduler.isRunning();
	}

}
