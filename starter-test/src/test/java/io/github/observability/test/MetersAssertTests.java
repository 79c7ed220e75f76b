package io.github.observability.test;

import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MetersAssert}.
 */
class MetersAssertTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final Meters meters = new Meters(
			new StaticListableBeanFactory(Map.of("registry", this.registry)).getBeanProvider(MeterRegistry.class),
			Duration.ofMillis(1), new TestFiles(MetersAssertTests.class, ""));

	@Test
	void addsFractionsAsOneDoesOnPaper() {
		Counter revenue = this.registry.counter("revenue");
		this.registry.gauge("balance", 0.1 + 0.2);
		for (int i = 0; i < 3; i++) {
			revenue.increment(0.1);
		}
		assertThat(this.meters).hasIncreasedBy(0.3, "revenue").hasValue(0.3, "balance");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.meters).hasIncreasedBy(0.31, "revenue"));
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.meters).hasValue(0.300001, "balance"));
	}

}
