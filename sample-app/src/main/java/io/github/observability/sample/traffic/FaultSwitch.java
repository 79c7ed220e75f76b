package io.github.observability.sample.traffic;

import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.observability.incidents.ChangeReporter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Switches faults on and off, starts the work that some of them need, and reports them as
 * feature flags, so that incidents know what changed.
 */
@Component
final class FaultSwitch implements DisposableBean {

	private final Faults faults;

	private final FaultProperties properties;

	private final DataSource dataSource;

	private final ObjectProvider<ChangeReporter> changes;

	private @Nullable PoolSaturation saturation;

	FaultSwitch(Faults faults, FaultProperties properties, DataSource dataSource,
			ObjectProvider<ChangeReporter> changes) {
		this.faults = faults;
		this.properties = properties;
		this.dataSource = dataSource;
		this.changes = changes;
	}

	synchronized void on(Fault fault) throws SQLException {
		if (!this.faults.switchOn(fault)) {
			return;
		}
		report(fault, true);
		if (fault == Fault.SATURATED_POOL) {
			saturate(this.dataSource.unwrap(HikariDataSource.class));
		}
	}

	synchronized void off(Fault fault) {
		if (this.faults.switchOff(fault)) {
			report(fault, false);
		}
		if (fault == Fault.SATURATED_POOL && this.saturation != null) {
			this.saturation.release();
			this.saturation = null;
		}
	}

	@Override
	public void destroy() {
		off(Fault.SATURATED_POOL);
	}

	private void report(Fault fault, boolean on) {
		this.changes.ifAvailable((reporter) -> reporter.featureFlag(fault.label(), !on, on));
	}

	private void saturate(HikariDataSource pool) {
		PoolSaturation started = new PoolSaturation(pool, this.properties.poolHeldFor(), this::over);
		this.saturation = started;
		Thread thread = new Thread(started, "pool-saturation");
		thread.setDaemon(true);
		thread.start();
	}

	// A released one is ignored: the fault may be on again.
	private synchronized void over(PoolSaturation saturation) {
		if (this.saturation == saturation) {
			off(Fault.SATURATED_POOL);
		}
	}

}
