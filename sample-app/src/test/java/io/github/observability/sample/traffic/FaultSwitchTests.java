package io.github.observability.sample.traffic;

import java.sql.SQLException;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FaultSwitchTests {

	private final HikariDataSource pool = new HikariDataSource();

	private final Faults faults = new Faults();

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

	private FaultSwitch faultSwitch(Duration poolHeldFor) {
		return new FaultSwitch(this.faults, new FaultProperties(poolHeldFor), this.pool);
	}

	private void awaitHeld(int connections) {
		Awaitility.await().untilAsserted(() -> assertThat(held()).isEqualTo(connections));
	}

	private int held() {
		return this.pool.getHikariPoolMXBean().getActiveConnections();
	}

}
