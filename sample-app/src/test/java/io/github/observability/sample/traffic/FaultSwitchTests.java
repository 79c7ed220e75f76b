package io.github.observability.sample.traffic;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.github.observability.incidents.ChangeReporter;
import io.github.observability.incidents.ChangeType;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

class FaultSwitchTests {

	private final HikariDataSource pool = new HikariDataSource();

	private final Faults faults = new Faults();

	private final Flags flags = new Flags();

	@BeforeEach
	void openPool() throws SQLException {
		this.pool.setJdbcUrl("jdbc:h2:mem:fault-switch");
		this.pool.setMaximumPoolSize(4);
		this.pool.getConnection().close();
	}

	@AfterEach
	void closePool() {
		this.pool.close();
	}

	@Test
	void saturationLeavesOneConnection() throws SQLException {
		FaultSwitch faultSwitch = faultSwitch(Duration.ofMinutes(1));
		faultSwitch.on(Fault.SATURATED_POOL);
		awaitHeld(3);
		this.pool.getConnection().close();
		faultSwitch.destroy();
	}

	@Test
	void switchedOffSaturationGivesConnectionsBack() throws SQLException {
		FaultSwitch faultSwitch = faultSwitch(Duration.ofMinutes(1));
		faultSwitch.on(Fault.SATURATED_POOL);
		awaitHeld(3);
		faultSwitch.off(Fault.SATURATED_POOL);
		awaitHeld(0);
	}

	@Test
	void saturationEndsByItself() throws SQLException {
		faultSwitch(Duration.ofMillis(1)).on(Fault.SATURATED_POOL);
		Awaitility.await().untilAsserted(() -> assertThat(this.faults.isOn(Fault.SATURATED_POOL)).isFalse());
		awaitHeld(0);
	}

	@Test
	void endOfAnOldSaturationDoesNotEndTheNext() throws SQLException {
		FaultSwitch faultSwitch = faultSwitch(Duration.ofMinutes(1));
		faultSwitch.on(Fault.SATURATED_POOL);
		awaitHeld(3);
		faultSwitch.off(Fault.SATURATED_POOL);
		faultSwitch.on(Fault.SATURATED_POOL);
		awaitHeld(3);
		assertThat(this.faults.isOn(Fault.SATURATED_POOL)).isTrue();
		faultSwitch.destroy();
	}

	@Test
	void otherFaultsHoldNothing() throws SQLException {
		faultSwitch(Duration.ofMinutes(1)).on(Fault.SLOW_PRICING);
		assertThat(this.faults.all()).containsEntry("slow-pricing", true).containsEntry("saturated-pool", false);
		assertThat(held()).isZero();
	}

	@Test
	void reportsEachSwitchOnceAsAFeatureFlag() throws SQLException {
		FaultSwitch faultSwitch = faultSwitch(Duration.ofMinutes(1));
		faultSwitch.on(Fault.SLOW_PRICING);
		faultSwitch.on(Fault.SLOW_PRICING);
		faultSwitch.off(Fault.SLOW_PRICING);
		faultSwitch.off(Fault.SLOW_PRICING);
		assertThat(this.flags.reported).containsExactly("slow-pricing false true", "slow-pricing true false");
	}

	@Test
	void worksWithoutIncidents() throws SQLException {
		FaultSwitch faultSwitch = new FaultSwitch(this.faults, new FaultProperties(Duration.ofMinutes(1)), this.pool,
				new StaticListableBeanFactory().getBeanProvider(ChangeReporter.class));
		faultSwitch.on(Fault.SLOW_PRICING);
		assertThat(this.faults.isOn(Fault.SLOW_PRICING)).isTrue();
	}

	private FaultSwitch faultSwitch(Duration poolHeldFor) {
		return new FaultSwitch(this.faults, new FaultProperties(poolHeldFor), this.pool,
				new StaticListableBeanFactory(Map.of("flags", this.flags)).getBeanProvider(ChangeReporter.class));
	}

	private void awaitHeld(int connections) {
		Awaitility.await().untilAsserted(() -> assertThat(held()).isEqualTo(connections));
	}

	private int held() {
		return this.pool.getHikariPoolMXBean().getActiveConnections();
	}

	private static final class Flags implements ChangeReporter {

		private final List<String> reported = new ArrayList<>();

		@Override
		public void featureFlag(String name, @Nullable Object before, Object after) {
			this.reported.add(name + " " + before + " " + after);
		}

		@Override
		public void change(ChangeType type, String name, @Nullable Object before, @Nullable Object after) {
			throw new UnsupportedOperationException("Faults are feature flags");
		}

	}

}
