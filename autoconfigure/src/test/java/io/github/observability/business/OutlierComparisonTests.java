package io.github.observability.business;

import io.github.observability.testing.OutputLines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@ExtendWith(OutputCaptureExtension.class)
class OutlierComparisonTests {

	private static final String[] REGIONS = { "north", "east", "south", "west", "centre" };

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final Business business = Business.on(this.registry, "outliers.rides.events=rides.requested",
			"outliers.rides.failures=rides.failed", "outliers.rides.tag=region", "outliers.rides.window=2m");

	private final BusinessCounter requested = this.business.metrics()
		.counter("rides.requested", "Rides requested", "region", "segment");

	private final BusinessCounter failed = this.business.metrics().counter("rides.failed", "Rides failed", "region");

	private final OutlierMonitor outliers = new OutlierMonitor(this.registry, this.business.settings(),
			this.business.catalog());

	@Test
	void tellsAGroupThatTurnsAndTurnsBack(CapturedOutput output) {
		minute("east", 1_000, 200);
		this.outliers.compare();
		assertThat(outlier("east")).isEqualTo(1);
		assertThat(outlier("north")).isZero();
		assertThat(ratio("east")).isEqualTo(10);
		minute("east", 1_000, 200);
		this.outliers.compare();
		for (int i = 0; i < 3; i++) {
			minute("east", 1_000, 20);
			this.outliers.compare();
		}
		assertThat(outlier("east")).isZero();
		assertThat(ratio("east")).isEqualTo(1);
		assertThat(OutputLines.with(output, "Group east of rides fails more often than the others")).hasSize(1);
		assertThat(OutputLines.with(output, "Group east of rides no longer fails more often than the others"))
			.hasSize(1);
	}

	@Test
	void leavesAGroupBelowTheMinimumVolumeOut() {
		minute("east", 99, 99);
		this.outliers.compare();
		assertThat(outlier("east")).isZero();
		assertThat(ratio("east")).isNaN();
		assertThat(ratio("north")).isEqualTo(1);
	}

	@Test
	void leavesWhatIsNoGroupOut() {
		minute("east", 1_000, 20);
		this.requested.add(1_000, "", "new");
		this.failed.add(1_000, "");
		this.outliers.compare();
		assertThat(this.registry.find("observability.business.outlier").tag("group", "none").gauge()).isNull();
	}

	@Test
	void hasNoThreadWithoutAComparison() {
		OutlierMonitor none = new OutlierMonitor(this.registry, Business.properties(), this.business.catalog());
		none.start();
		assertThat(none.isRunning()).isFalse();
	}

	@Test
	void runsUntilItIsStopped() {
		this.outliers.start();
		assertThat(this.outliers.isRunning()).isTrue();
		this.outliers.stop();
		assertThat(this.outliers.isRunning()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "events=", "failures=", "tag=", "min-volume=0", "window=30s" })
	void namesAWrongSetting(String setting) {
		assertThat(catchThrowable(() -> Business.properties("outliers.rides.events=a", "outliers.rides.failures=b",
				"outliers.rides.tag=c", "outliers.rides." + setting)))
			.rootCause()
			.hasMessageContaining("'observability.business.outliers.rides." + setting.replaceAll("=.*", "") + "'");
	}

	/**
	 * One minute of traffic: all regions alike but one.
	 */
	private void minute(String other, long events, long failures) {
		for (String region : REGIONS) {
			boolean isOther = region.equals(other);
			long number = isOther ? events : 1_000;
			this.requested.add(number / 2, region, "new");
			this.requested.add(number - number / 2, region, "regular");
			this.failed.add(isOther ? failures : 20, region);
		}
	}

	private double outlier(String region) {
		return gauge("observability.business.outlier", region);
	}

	private double ratio(String region) {
		return gauge("observability.business.outlier.ratio", region);
	}

	private double gauge(String name, String region) {
		return this.registry.get(name).tags("comparison", "rides", "group", region).gauge().value();
	}

}
