package io.github.observability.saturation.pool;

import java.util.Set;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.github.observability.saturation.SaturationReadings;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;

/**
 * Hikari's pools, which also expose waiting threads and timeouts.
 */
final class HikariPools {

	/** Counted by Hikari itself once Boot has bound its meters. */
	private static final String TIMEOUTS = "hikaricp.connections.timeout";

	private final WatchedMeters timeouts;

	HikariPools(MeterRegistry registry) {
		this.timeouts = new WatchedMeters(registry, Set.of(TIMEOUTS));
	}

	/**
	 * Read a pool.
	 * @param resource name of the resource
	 * @param dataSource the data source
	 * @param readings take what was read
	 * @return whether it is one of Hikari's
	 */
	boolean read(String resource, DataSource dataSource, SaturationReadings readings) {
		HikariDataSource pool = DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class,
				HikariDataSource.class);
		if (pool == null) {
			return false;
		}
		// Before the first connection there is nothing to read.
		HikariPoolMXBean state = pool.isClosed() ? null : pool.getHikariPoolMXBean();
		if (state != null) {
			readings.use(resource, state.getActiveConnections(), pool.getMaximumPoolSize(),
					state.getThreadsAwaitingConnection());
			readings.use(resource, null, null, timeouts(pool.getPoolName()));
		}
		return true;
	}

	private @Nullable Long timeouts(String pool) {
		for (Meter meter : this.timeouts.all()) {
			if (pool.equals(meter.getId().getTag("pool"))) {
				double count = WatchedMeters.value(meter);
				return (count >= 0) ? (long) count : null;
			}
		}
		return null;
	}

}
